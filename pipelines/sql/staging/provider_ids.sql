-- What else names a provider: company number, charity number, and suppliers' names that people confirmed. Leading zeros and
-- capitals make no difference. What names two providers names none.
with named as (
    select
        'company' as kind,
        ltrim(upper(trim(companies_house_number)), '0') as written_as,
        provider_id
    from providers
    union all
    select
        'charity' as kind,
        ltrim(upper(trim(charity_number)), '0') as written_as,
        provider_id
    from providers
    union all
    select
        'confirmed' as kind,
        lower(trim(m.written_as)) as written_as,
        p.provider_id
    from provider_matches as m
    join providers as p on p.provider_id = m.provider_id
)
select
    kind,
    written_as,
    min(provider_id) as provider_id
from named
where written_as is not null
group by kind, written_as
having count(distinct provider_id) = 1
