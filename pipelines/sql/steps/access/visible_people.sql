-- One row for a person who may see counts of people; none for the others.
select value from rights where kind = 'sees' and value = 'counts of people'
