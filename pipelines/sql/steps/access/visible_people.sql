-- A row for who may see counts of people, and none for who may not.
select value from rights where kind = 'sees' and value = 'counts of people'
