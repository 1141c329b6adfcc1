select
    c.concern_ref as record_ref,
    'Not recorded' as market_segment,
    'Not recorded' as locality,
    case
        when c.concern_type = 'Incident' then 'The severity of the incident is not recorded'
        else 'A risk was identified, but the day it was concluded is not recorded'
    end as reason,
    c.source_file,
    c.source_row
from concerns as c
where c.raised_on <= $as_of
  and c.refused_columns is null
  and exists (select 1 from visible_people as v)
  and (
      (c.concern_type = 'Incident' and c.severity is null)
      or (c.concern_type = 'Safeguarding enquiry' and c.is_risk_identified and c.concluded_on is null)
  )
