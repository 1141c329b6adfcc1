-- One spelling for what names an organisation, however it was written: `identity_key` is the same for all of them.
-- Names: what HTML writes for a sign is that sign; apostrophes and spaces of every kind are taken out. Numbers: no spaces,
-- no leading zeros, and without the ".0" that a spreadsheet adds. Capitals make no difference in either.
-- Proposed here: no two organisations differ by these alone. The mark | ends each number, so that only a last ".0" goes.
with names as (
    select supplier_name as written_as from contracts
    union
    select written_as from provider_matches
),
numbers as (
    select companies_house_number as written_as from contracts
    union
    select charity_number as written_as from contracts
    union
    select companies_house_number as written_as from providers
    union
    select charity_number as written_as from providers
),
signs as (
    select
        written_as,
        replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(
            lower(written_as), '&amp;', '&'), '&#39;', ''''), '&#039;', ''''), '&#x27;', ''''), '&apos;', ''''),
            '&rsquo;', ''''), '&lsquo;', ''''), '&#8217;', ''''), '&#8216;', ''''), '&nbsp;', ' ') as words
    from names
),
plain as (
    select
        written_as,
        replace(replace(replace(replace(replace(replace(replace(
            words, '&#160;', ' '), '’', ''''), '‘', ''''), 'ʼ', ''''), '´', ''''), '`', ''''), '′', '''') as words
    from signs
)
select
    'name' as kind,
    written_as,
    replace(replace(replace(words, '''', ''), ' ', ''), ' ', '') as identity_key
from plain
where written_as is not null
union all
select
    'number' as kind,
    written_as,
    ltrim(replace(upper(replace(replace(written_as, ' ', ''), ' ', '')) || '|', '.0|', '|'), '0') as identity_key
from numbers
where written_as is not null
