select
    coalesce(r.record, 'Not read') as record_ref,
    coalesce(c.market_segment, 'Not recorded') as market_segment,
    coalesce(c.locality, 'Not recorded') as locality,
    'Its row was not kept, and nothing was known of it before' as reason,
    r.source_file,
    r.source_row
from rows_refused as r
left join contract_places as c on c.contract_ref = r.contract_ref
where r.known_file is null
  and r.source in ('contracts', 'contract_tierings')
