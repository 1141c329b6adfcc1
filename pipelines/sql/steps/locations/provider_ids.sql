-- What else names a provider: company number, charity number, and suppliers' names that people confirmed, each by its
-- key of identity_keys. What names two providers names none.
with named as (
    select
        'company' as kind,
        k.identity_key,
        p.provider_id
    from providers as p
    join identity_keys as k on k.kind = 'number' and k.written_as = p.companies_house_number
    union all
    select
        'charity' as kind,
        k.identity_key,
        p.provider_id
    from providers as p
    join identity_keys as k on k.kind = 'number' and k.written_as = p.charity_number
    union all
    select
        'confirmed' as kind,
        k.identity_key,
        p.provider_id
    from provider_matches as m
    join identity_keys as k on k.kind = 'name' and k.written_as = m.written_as
    join providers as p on p.provider_id = m.provider_id
)
select
    kind,
    identity_key,
    min(provider_id) as provider_id
from named
where identity_key not in ('', '|')
group by kind, identity_key
having count(distinct provider_id) = 1
