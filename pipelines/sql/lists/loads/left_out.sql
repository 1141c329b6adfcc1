-- title:       Left out
-- question:    Which records could a figure not use, and what is missing?
-- counts:      Every record that a question could not use, or not wholly, once for each reason. Left out of: the question.
-- source:      Every register, by file and row.
-- limitations: Records of no known market segment or area are here whichever is asked for.
--              Rows that failed a check on the way in are not here but among the rows not kept.
select
    question,
    record_ref,
    market_segment,
    locality,
    reason,
    source_file,
    source_row
from left_out_rows as f
where ($market_segment is null or market_segment = $market_segment or market_segment in ('Not known', 'Not recorded'))
  and ($locality is null or locality = $locality or locality in ('Not known', 'Not recorded'))
order by question, reason, record_ref, source_file, source_row
