-- Records of which something that a tier rule needs could not be read, once for each rule and record: a cell of a record in
-- force, or a whole row. Their absence from a rule is no zero. A row that was refused is listed also where the record stands
-- as last known, since what the newer row says is not known. One that names no location is listed at each of its provider's.
with rated as (
    -- A later rating that could be read settles an earlier one that could not.
    select
        r.cqc_location_id,
        r.service_group,
        r.domain,
        max(r.published_on) as published_on
    from cqc_ratings as r
    join cqc_words as w on lower(w.rating) = lower(r.rating)
    where w.rating_rank is not null
      and r.published_on <= $as_of
    group by r.cqc_location_id, r.service_group, r.domain
),
cells as (
    select
        r.rule_id,
        e.location_id,
        e.provider_id,
        e.complaint_ref as record_ref,
        'Complaint: its outcome or its day could not be read' as detail,
        e.source_file,
        e.source_row
    from complaints as e
    join rules_in_force as r on r.rule_id = 'complaints-upheld'
    where (e.received_on is null or e.received_on <= $as_of)
      and (
          e.refused_columns like '% outcome %'
          or e.refused_columns like '% lgsco_decision %'
          or e.refused_columns like '% received_on %'
          or e.refused_columns like '% responded_on %'
      )
    union all
    select
        r.rule_id,
        e.location_id,
        e.provider_id,
        e.concern_ref as record_ref,
        'Concern: its kind, severity, risk or day could not be read' as detail,
        e.source_file,
        e.source_row
    from concerns as e
    join rules_in_force as r
        on (
            r.rule_id in ('enquiries-risk', 'whole-service-enquiry', 'incidents-serious')
            and (e.refused_columns like '% concern_type %' or e.refused_columns like '% raised_on %')
        )
        or (r.rule_id = 'incidents-serious' and e.concern_type = 'Incident' and e.refused_columns like '% severity %')
        or (
            r.rule_id = 'enquiries-risk'
            and e.concern_type in ('Safeguarding enquiry', 'Whole-service enquiry')
            and (e.refused_columns like '% concluded_on %' or e.refused_columns like '% is_risk_identified %')
        )
    where e.raised_on is null or e.raised_on <= $as_of
    union all
    select
        r.rule_id,
        e.location_id,
        e.provider_id,
        e.notice_ref as record_ref,
        'Notice: its kind or day could not be read' as detail,
        e.source_file,
        e.source_row
    from notices as e
    join rules_in_force as r on r.rule_id in ('notice-rectification', 'notice-default', 'suspension')
    where (e.issued_on is null or e.issued_on <= $as_of)
      and (e.closed_on is null or e.closed_on > $as_of)
      and (e.refused_columns like '% notice_type %' or e.refused_columns like '% issued_on %')
    union all
    select
        r.rule_id,
        e.location_id,
        e.provider_id,
        e.contract_ref || ' ' || e.kpi_code as record_ref,
        'KPI return: its value, target or day could not be read' as detail,
        e.source_file,
        e.source_row
    from kpis as e
    join rules_in_force as r
        on (
            r.rule_id = 'kpis-below'
            and (
                e.refused_columns like '% value %'
                or e.refused_columns like '% target %'
                or e.refused_columns like '% better %'
                or e.refused_columns like '% due_on %'
            )
        )
        or (
            r.rule_id = 'kpis-missing'
            and (e.refused_columns like '% due_on %' or (e.value is null and e.refused_columns like '% received_on %'))
        )
    where e.due_on is null
       or (e.due_on <= $as_of and date_diff('day', e.due_on, $as_of) < r.window_days)
    union all
    select
        r.rule_id,
        e.location_id,
        e.provider_id,
        e.assessment_ref as record_ref,
        'Assessment: its rating or day could not be read' as detail,
        e.source_file,
        e.source_row
    from assessments as e
    join rules_in_force as r
        on r.rule_id = 'assessment-overall'
        or (r.rule_id = 'assessment-age' and e.refused_columns like '% assessed_on %')
    left join location_facts as f on f.location_id = e.location_id
    where (e.refused_columns like '% overall_rating %' or e.refused_columns like '% assessed_on %')
      and (e.assessed_on is null or e.assessed_on <= $as_of)
      and (e.assessed_on is null or f.assessed_on is null or e.assessed_on >= f.assessed_on)
    union all
    select
        r.rule_id,
        l.location_id,
        l.provider_id,
        e.cqc_location_id as record_ref,
        'CQC rating: the word or the day could not be read' as detail,
        e.source_file,
        e.source_row
    from cqc_ratings as e
    join open_locations as l on l.cqc_location_id = e.cqc_location_id
    join rules_in_force as r
        on r.rule_id = case e.domain when 'Safe' then 'cqc-safe' when 'Well-led' then 'cqc-well-led' else 'cqc-overall' end
    left join rated as n
        on n.cqc_location_id = e.cqc_location_id
        and n.service_group = e.service_group
        and n.domain = e.domain
        and n.published_on > e.published_on
    where e.refused_columns like '% rating %'
      and (e.published_on is null or e.published_on <= $as_of)
      and n.cqc_location_id is null
    union all
    select
        r.rule_id,
        l.location_id,
        l.provider_id,
        e.cqc_location_id as record_ref,
        'CQC rating: it has no day, so nobody can say whether it stands' as detail,
        e.source_file,
        e.source_row
    from cqc_ratings as e
    join cqc_words as w on lower(w.rating) = lower(e.rating)
    join open_locations as l on l.cqc_location_id = e.cqc_location_id
    join rules_in_force as r
        on r.rule_id = case e.domain when 'Safe' then 'cqc-safe' when 'Well-led' then 'cqc-well-led' else 'cqc-overall' end
    where w.rating_rank is not null
      and e.published_on is null
    union all
    select
        r.rule_id,
        cast(null as varchar) as location_id,
        e.provider_id,
        e.provider_id as record_ref,
        'Provider: a detail of its finances could not be read' as detail,
        e.source_file,
        e.source_row
    from providers as e
    join rules_in_force as r
        on (r.rule_id = 'credit-band' and e.refused_columns like '% credit_band %')
        or (r.rule_id = 'accounts-overdue' and e.refused_columns like '% accounts_due_on %')
        or (r.rule_id = 'insolvency' and e.refused_columns like '% status_event %')
    union all
    select
        r.rule_id,
        e.location_id,
        e.provider_id,
        e.location_id as record_ref,
        'Location: a detail that the rule needs could not be read' as detail,
        e.source_file,
        e.source_row
    from locations as e
    join rules_in_force as r
        on (r.rule_id = 'manager-vacancy' and e.refused_columns like '% manager_vacant_since %')
        or (r.rule_id = 'cqc-overall' and e.refused_columns like '% cqc_location_id %')
        or (r.rule_id = 'cqc-no-rating' and e.refused_columns like '% is_regulated %')
),
whole_rows as (
    select
        r.rule_id,
        e.location_id,
        e.provider_id,
        coalesce(e.record, 'Not read') as record_ref,
        'A row of ' || e.source || ' was refused' as detail,
        e.source_file,
        e.source_row
    from rows_refused as e
    join rules_in_force as r
        on r.zero_source = e.source
        or (e.source = 'kpis' and r.rule_id in ('kpis-below', 'kpis-missing'))
        or (e.source = 'assessments' and r.rule_id in ('assessment-overall', 'assessment-age'))
        or (e.source = 'providers' and r.rule_id in ('credit-band', 'accounts-overdue', 'insolvency'))
        or (e.source = 'locations' and r.rule_id = 'manager-vacancy')
    union all
    select
        r.rule_id,
        l.location_id,
        l.provider_id,
        e.record as record_ref,
        'A row of ' || e.source || ' was refused' as detail,
        e.source_file,
        e.source_row
    from rows_refused as e
    join open_locations as l on e.record = l.cqc_location_id or e.record like l.cqc_location_id || ' %'
    join rules_in_force as r on r.rule_id = 'cqc-overall'
    where e.source = 'cqc_ratings'
),
found as (
    select
        rule_id,
        location_id,
        provider_id,
        record_ref,
        detail,
        source_file,
        source_row
    from cells
    union
    select
        rule_id,
        location_id,
        provider_id,
        record_ref,
        detail,
        source_file,
        source_row
    from whole_rows
)
select
    l.location_id,
    f.rule_id,
    f.record_ref,
    f.detail,
    f.source_file,
    f.source_row
from found as f
join open_locations as l on l.location_id = f.location_id
union all
select
    l.location_id,
    f.rule_id,
    f.record_ref,
    f.detail,
    f.source_file,
    f.source_row
from found as f
join open_locations as l on l.provider_id = f.provider_id
where f.location_id is null
