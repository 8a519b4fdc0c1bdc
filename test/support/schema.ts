import type { Sql } from '../../server/db/database.ts';
import { query } from './query.ts';

const HEADER =
  '-- The schema as it stands after all migrations and functions. Made by "npm run schema": not edited, run by nothing.\n';

/**
 * The schema of a database as SQL, read from its catalogue: tables with constraints, indexes and comments, views,
 * functions, triggers, each by name. Nothing in it depends on the version of PostgreSQL, on oids or on the order of
 * creation, so that both engines give the same text.
 */
export async function schemaText(sql: Sql): Promise<string> {
  const parts: string[] = [];
  for (const text of [TABLES, VIEWS, FUNCTIONS, TRIGGERS]) {
    const rows = await query<{ definition: string }>(sql, text);
    parts.push(...rows.map(({ definition }) => definition.trim()));
  }
  return `${HEADER}\n${parts.join('\n\n')}\n`;
}

/** Of our own making: in schema public, and not of an extension. */
const own = (namespace: string, oid: string, catalogue: string) => `${namespace} = 'public'::regnamespace
  and not exists (select from pg_depend where classid = '${catalogue}'::regclass and objid = ${oid} and deptype = 'e')`;
const ownRelation = own('c.relnamespace', 'c.oid', 'pg_class');
const ownFunction = own('p.pronamespace', 'p.oid', 'pg_proc');

const TABLES = `
select
  'create table ' || c.relname || E' (\\n' ||
  (
    select string_agg('  ' || line, E',\\n' order by position, line collate "C")
    from (
      select a.attnum::int as position,
        a.attname || ' ' || format_type(a.atttypid, a.atttypmod) ||
        case when a.attidentity = 'a' then ' generated always as identity' else '' end ||
        case when a.attgenerated = 's' then ' generated always as (' || pg_get_expr(ad.adbin, ad.adrelid) || ') stored'
          when ad.adbin is not null then ' default ' || pg_get_expr(ad.adbin, ad.adrelid) else '' end ||
        case when a.attnotnull then ' not null' else '' end as line
      from pg_attribute a
      left join pg_attrdef ad on ad.adrelid = a.attrelid and ad.adnum = a.attnum
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      union all
      -- not null stands at the column; since PostgreSQL 18 it is a constraint as well
      select 10000, 'constraint ' || conname || ' ' || pg_get_constraintdef(oid)
      from pg_constraint where conrelid = c.oid and contype in ('p', 'u', 'f', 'c')
    ) lines
  ) || E'\\n);' ||
  coalesce((
    select string_agg(E'\\n' || pg_get_indexdef(i.indexrelid) || ';', '' order by i.indexrelid::regclass::text collate "C")
    from pg_index i
    where i.indrelid = c.oid and not exists (select from pg_constraint where conindid = i.indexrelid and contype in ('p', 'u'))
  ), '') ||
  coalesce((
    select string_agg(
      E'\\ncomment on ' || case objsubid when 0 then 'table ' || c.relname else 'column ' || c.relname || '.' || attname end ||
      ' is ' || quote_literal(description) || ';', '' order by objsubid)
    from pg_description
    left join pg_attribute on attrelid = c.oid and attnum = objsubid and objsubid > 0
    where objoid = c.oid and classoid = 'pg_class'::regclass
  ), '') as definition
from pg_class c
where c.relkind = 'r' and ${ownRelation}
order by c.relname`;

const VIEWS = `
select 'create view ' || c.relname || E' as\\n' || pg_get_viewdef(c.oid, true) as definition
from pg_class c
where c.relkind = 'v' and ${ownRelation}
order by c.relname`;

const FUNCTIONS = `
select rtrim(pg_get_functiondef(p.oid), E'\\n') || ';' as definition
from pg_proc p
where p.prokind in ('f', 'p') and ${ownFunction}
order by p.proname, pg_get_function_identity_arguments(p.oid)`;

const TRIGGERS = `
select pg_get_triggerdef(t.oid) || ';' as definition
from pg_trigger t join pg_class c on c.oid = t.tgrelid
where not t.tgisinternal and ${ownRelation}
order by c.relname, t.tgname`;
