select
    contract_ref as record_ref,
    market_segment,
    locality,
    'A newer decision about its provider''s quality tier could not be read: it is reviewed at the shortest interval' as reason,
    source_file,
    source_row
from review_positions
where quality_tier = 'Not known'
