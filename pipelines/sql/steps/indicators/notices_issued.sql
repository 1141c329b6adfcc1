-- Formal notices by the month they were issued, placed by their contract, or else by the service they are about.
select
    n.notice_type,
    n.suspension_scope,
    m.month,
    coalesce(c.market_segment, l.market_segment, 'Not recorded') as market_segment,
    coalesce(c.locality, l.locality, 'Not recorded') as locality,
    n.contract_ref,
    n.provider_id,
    n.notice_ref as record_ref,
    n.issued_on as happened_on,
    coalesce(n.reason_code, 'Reason not known') || case
        when n.refused_columns like '% closed_on %' then ', open as far as is known'
        when n.closed_on is null or n.closed_on > $as_of then ', open'
        else ', ' || lower(coalesce(n.outcome, 'closed'))
    end as detail,
    n.source_file,
    n.source_row
from notices as n
join months_shown as m on n.issued_on >= m.month and n.issued_on <= m.month_end
left join contract_places as c on c.contract_ref = n.contract_ref
left join location_places as l on l.location_id = n.location_id
