-- title:       Default Notices issued
-- question:    Which of these notices were issued in each month?
-- counts:      Notices of type Default by the day they were issued: the notice of material breach.
-- source:      Notice log.
-- limitations: Whether one is open is said as on the position date, not as in the month.
select
    month,
    market_segment,
    locality,
    contract_ref,
    provider_id,
    record_ref,
    happened_on,
    detail,
    source_file,
    source_row
from notices_issued
where notice_type = 'Default'
