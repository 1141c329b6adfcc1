-- Proposed here: where the end as it now stands is blank, the end first agreed stands.
select
    contract_ref as record_ref,
    market_segment,
    locality,
    'The end first agreed is taken: the end as it now stands is blank' as reason,
    source_file,
    source_row
from contract_spans
where is_end_as_first_agreed
  and ended_on is null
  and start_on <= $as_of
