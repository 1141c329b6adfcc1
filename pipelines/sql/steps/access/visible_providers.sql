-- Providers that a person may see something of: a contract, or a location.
select provider_id from visible_contracts where provider_id <> ''
union
select provider_id from visible_locations where provider_id is not null
