-- A row for who may see exempt values, and none for who may not.
select value from rights where kind = 'sees' and value = 'exempt values'
