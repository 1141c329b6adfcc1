-- title:       Records behind the quality tiers
-- question:    Which records count in which rule for which location?
-- counts:      Every record that a tier rule in force uses at a location open on the position date. A provider's record
--              without a location is listed at each of its locations. One that could not be read is listed as such.
-- source:      The registers that the rules name, by file and row.
-- limitations: KPI returns that met their target are counted as known but not listed.
select
    t.location_id,
    t.rule_id,
    t.record_ref,
    t.happened_on,
    t.detail,
    t.source_file,
    t.source_row
from tier_records as t
join open_locations as l on l.location_id = t.location_id
join tier_scores as s on s.location_id = t.location_id and s.rule_id = t.rule_id
where s.state <> 'not applicable'
  and ($location_id is null or l.location_id = $location_id)
  and ($market_segment is null or l.market_segment = $market_segment)
  and ($locality is null or l.locality = $locality)
order by t.location_id, t.rule_id, t.happened_on desc, t.source_file, t.source_row
