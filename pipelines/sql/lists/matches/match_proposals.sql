-- title:       Matches to confirm
-- question:    Which suppliers and CQC providers may be a provider we know, and how do I say so?
-- counts:      Suppliers of contracts that no id, company number, charity number or confirmed name joins to a provider, each with
--              the providers whose names are most alike; CQC's providers of the council's own locations that no provider names.
-- source:      Contracts register, providers, locations, CQC's files, provider_matches.csv.
-- limitations: A score is a likeness of names, not proof. Nothing is joined until somebody confirms it.
with suppliers as (
    select
        supplier_name as written_as,
        count(*) as record_count,
        min(source_file) as source_file
    from identified_contracts
    where provider_id is null
    group by supplier_name
),
supplier_rows as (
    select
        s.written_as,
        s.record_count,
        s.source_file,
        min(c.source_row) as source_row
    from suppliers as s
    join identified_contracts as c on c.supplier_name = s.written_as and c.source_file = s.source_file
    where c.provider_id is null
    group by s.written_as, s.record_count, s.source_file
),
alike as (
    select
        n.written_as,
        n.provider_id,
        p.provider_name,
        n.score
    from name_scores as n
    join providers as p on p.provider_id = n.provider_id
    join check_limits as k
        on k.name = 'match_score'
        and k.value <= n.score
        and k.effective_from <= $as_of
        and (k.effective_to is null or k.effective_to >= $as_of)
),
cqc_named as (
    select cqc_location_id, cqc_provider_id from cqc_ratings where cqc_provider_id is not null
    union
    select cqc_location_id, cqc_provider_id from cqc_locations
),
cqc_found as (
    select
        c.cqc_provider_id,
        l.provider_id,
        l.location_id,
        l.source_file,
        l.source_row,
        row_number() over (
            partition by c.cqc_provider_id, l.provider_id
            order by l.source_file, l.source_row
        ) as place,
        count(*) over (partition by c.cqc_provider_id, l.provider_id) as record_count
    from cqc_named as c
    join locations as l on l.cqc_location_id = c.cqc_location_id
    left join providers as p on p.cqc_provider_id = c.cqc_provider_id
    where p.provider_id is null
)
select
    'Supplier of a contract' as kind,
    s.written_as,
    s.record_count,
    a.provider_id,
    a.provider_name,
    a.score,
    case
        when a.provider_id is null
            then 'Add the provider to providers.csv, or its id to the contract'
        else 'Add to provider_matches.csv: "' || replace(s.written_as, '"', '""') || '",' || a.provider_id || ',role,date'
    end as how_to_confirm,
    s.source_file,
    s.source_row
from supplier_rows as s
left join alike as a on a.written_as = s.written_as
union all
select
    'CQC provider' as kind,
    f.cqc_provider_id as written_as,
    f.record_count,
    p.provider_id,
    p.provider_name,
    null as score,
    'In providers.csv, set cqc_provider_id of ' || f.provider_id || ' to ' || f.cqc_provider_id as how_to_confirm,
    f.source_file,
    f.source_row
from cqc_found as f
left join providers as p on p.provider_id = f.provider_id
where f.place = 1
order by kind desc, written_as, score desc, provider_id
