-- title:       Contracts risk register: open risks
-- question:    Which risks were open at the end of each month, and how are they rated?
-- counts:      Risks raised by the month's last day and not closed by then, as the newest review by that day judged them;
--              two reviews on one day: the worse. Rated by likelihood times impact.
-- source:      Contracts risk register.
-- limitations: A risk whose first review came after the month's end is not shown in that month. One whose day of closing
--              could not be read counts as open.
with judged as (
    select
        m.month,
        m.month_end,
        r.risk_ref,
        r.contract_ref,
        r.provider_id,
        r.likelihood * r.impact as score,
        r.raised_on,
        r.closed_on,
        r.source_file,
        r.source_row,
        row_number() over (
            partition by m.month, r.risk_ref
            order by r.reviewed_on desc, r.likelihood * r.impact desc, r.source_file, r.source_row
        ) as place
    from risks as r
    join months_shown as m on r.reviewed_on <= m.month_end
)
select
    j.month,
    coalesce(c.market_segment, 'Not recorded') as market_segment,
    coalesce(c.locality, 'Not recorded') as locality,
    j.contract_ref,
    j.provider_id,
    j.risk_ref as record_ref,
    cast(null as date) as happened_on,
    case when j.score is null then 'Not known' else coalesce(b.risk_band, 'Not rated') end as detail,
    j.source_file,
    j.source_row
from judged as j
left join risk_bands as b
    on j.score >= b.from_score
    and (b.below_score is null or j.score < b.below_score)
    and b.effective_from <= $as_of
    and (b.effective_to is null or b.effective_to >= $as_of)
left join contract_places as c on c.contract_ref = j.contract_ref
where j.place = 1
  and (j.closed_on is null or j.closed_on > j.month_end)
