-- title:       Flags
-- question:    Which rows were kept although something about them should be looked at?
-- counts:      Flag: a reference to a provider, location, contract or officer that is not in its register. Check: a value at or
--              beyond a limit of checks.toml.
-- source:      Every register, by file and row.
-- limitations: A reference is flagged only where the register it points to was received. What follows for the figures is under
--              Left out. The value is not shown: look it up in the file.
select
    'flag' as severity,
    source,
    field,
    'Is not in ' || target as reason,
    source_file,
    source_row
from unknown_references
union all
select
    'check' as severity,
    source,
    field,
    case limit_name
        when 'contract_days' then 'The end is unlikely far from the start'
        else 'The amount is unlikely large'
    end as reason,
    source_file,
    source_row
from implausible_values
order by severity, source, field, reason, source_file, source_row
