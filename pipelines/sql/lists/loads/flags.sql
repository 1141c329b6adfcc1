-- title:       Flags
-- question:    Which rows were kept although something about them should be looked at?
-- counts:      Flag: a reference to a provider, location, contract or officer that is not in its register. Check: a value at or
--              beyond a limit of checks.toml, and a record whose reference differs from another of its register only in
--              capitals, dashes or spaces, also a rating whose CQC id differs so from a location's.
-- source:      Every register, by file and row.
-- limitations: A reference is flagged only where the register it points to was received. What follows for the figures is under
--              Left out. The value is not shown: look it up in the file. References that are alike stay two: if one is
--              meant, write it one way in the file and load it again.
select
    'flag' as severity,
    u.source,
    u.field,
    'Is not in ' || u.target || case when a.nearest is null then '' else ' but with other capitals, dashes or spaces' end
    as reason,
    a.nearest,
    u.source_file,
    u.source_row
from unknown_references as u
left join references_alike as a
    on a.source = u.source and a.field = u.field and a.source_file = u.source_file and a.source_row = u.source_row
union all
select
    'check' as severity,
    source,
    field,
    'Differs from another only in capitals, dashes or spaces' as reason,
    nearest,
    source_file,
    source_row
from references_alike
where target = source
   or source = 'cqc_ratings'
union all
select
    'check' as severity,
    source,
    field,
    case limit_name
        when 'contract_days' then 'The end is unlikely far from the start'
        else 'The amount is unlikely large'
    end as reason,
    null as nearest,
    source_file,
    source_row
from implausible_values
order by severity, source, field, reason, source_file, source_row
