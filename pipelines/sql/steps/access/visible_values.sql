-- One row for a person who may see exempt values; none for the others.
select value from rights where kind = 'sees' and value = 'exempt values'
