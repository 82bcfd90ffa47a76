import { samePart, schemaNode, type SchemaNode } from '../../../contract/schema/tree.ts';
import type { Contract } from '../../../contract/model.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import { csvRows } from '../../../contract/wire/csv.ts';
import { resolvedSchema, typesOf } from '../../../generators/resolved-schema.ts';
import { isHidden } from '../../../generators/values/hidden.ts';
import { holdsMask } from '../../../model/mask.ts';
import { nodeOf, type Location } from '../../../model/location.ts';
import type { Observed } from '../../kit/define.ts';

/** Judges a value at a schema. `at`: the JSON Pointer of the value in the body. */
export type Judge = (location: Location, value: unknown, at: string) => readonly Observed[];

const isBroken = (observed: readonly Observed[]): boolean => observed.some(({ holds }) => holds === false);

/** The first judgement without a breach, else the first. */
export const mostLenient = (judgements: readonly (readonly Observed[])[]): readonly Observed[] =>
  judgements.find((one) => !isBroken(one)) ?? judgements[0] ?? [];

/** What a text may stand for: itself, without white space around it, a number, or a truth value. */
const readings = (text: string): readonly unknown[] => {
  const bare = text.trim();
  const isNumber = bare !== '' && Number.isFinite(Number(bare));
  const truth = /^(?:true|yes|y|t|on|1)$/i.test(bare) ? [true] : /^(?:false|no|n|f|off|0)$/i.test(bare) ? [false] : [];
  return [text, text.replace(/\r?\n$/, ''), bare, ...(isNumber ? [Number(bare)] : []), ...truth];
};

/** A text body, by the reading that fits its schema best. */
export const judgeText = (location: Location, text: string, judge: Judge): readonly Observed[] =>
  mostLenient(readings(text).map((one) => judge(location, one, '')));

const nodesAt = (contract: Contract, location: Location): readonly SchemaNode[] => samePart(schemaNode(contract.document, location));

/** The schema of the items of a list; undefined where the schema is of no list. */
const itemsAt = (contract: Contract, location: Location): Location | undefined =>
  nodesAt(contract, location).find(({ items }) => items !== undefined)?.items?.location;

const breach = (location: Location, code: string, where: string, expected: string, actual: string): Observed => ({
  location,
  holds: false,
  code,
  where,
  expected,
  actual,
});

/** Lines of JSON, each judged as an item of the described list, or as the described object. Blank lines are none. */
export const judgeLines = (contract: Contract, location: Location, text: string, judge: Judge): readonly Observed[] => {
  const item = itemsAt(contract, location) ?? location;
  return text.split('\n').flatMap((line, n) => {
    if (line.trim() === '') return [];
    try {
      return judge(item, JSON.parse(line.replace(/^\uFEFF/, '')), `/${n}`);
    } catch {
      return holdsMask(line)
        ? []
        : [breach(location, 'line-not-json', `line ${n + 1}`, 'one JSON text in each line', 'a line that is no JSON')];
    }
  });
};

/**
 * Comma-separated values, where the first row names members of the described items: the columns of required members, and each cell by the
 * reading that fits best. An empty cell is no value. Rows without names are not judged.
 */
export const judgeCsv = (contract: Contract, location: Location, text: string, judge: Judge): readonly Observed[] => {
  const [names, ...rows] = csvRows(text) ?? [];
  const item = itemsAt(contract, location);
  if (!names || !item) return [];
  const nodes = nodesAt(contract, item);
  const members = new Map(nodes.flatMap(({ properties }) => [...properties]));
  const columns = names.map((name) => members.get(name.trim())).map((column) => (isCell(contract, column) ? column : undefined));
  if (columns.every((column) => column === undefined)) return [];
  const expected = new Set(nodes.flatMap(({ required }) => required).filter((name) => isCell(contract, members.get(name))));
  const named = new Set(names.map((name) => name.trim()));
  const missing = [...expected].filter((name) => !named.has(name));
  const absent = missing.map((name) =>
    breach(members.get(name)?.location ?? item, 'column-missing', 'line 1', `a column "${name}"`, `the columns ${names.join(', ')}`),
  );
  const cells = rows.flatMap((row, n) =>
    columns.flatMap((column, at) => {
      const cell = row[at] ?? '';
      return column === undefined || cell === ''
        ? []
        : judgeText(column.location, cell, (node, value) => judge(node, value, `/${n}/${names[at]}`));
    }),
  );
  const shown = [...heldBy(contract, nodesAt(contract, location), 1), ...(absent.length === 0 ? heldBy(contract, nodes, rows.length) : [])];
  // Tables have formats of their own, such as dates with a space in them.
  return [...absent, ...shown, ...cells.filter((one) => one.holds !== false || one.code !== 'schema-format')];
};

/** Keywords of lists and their items that the form of a table shows to hold, and those that demand nothing. */
const shownByForm = new Set([
  'type',
  'items',
  'properties',
  'required',
  '$ref',
  'allOf',
  'title',
  'description',
  'example',
  'examples',
  'xml',
]);

/** The nodes of which a table with the right columns shows that they hold. */
const heldBy = ({ document }: Contract, nodes: readonly SchemaNode[], times: number): readonly Observed[] =>
  nodes.flatMap(({ location, judges }) => {
    const schema = valueAt(document, nodeOf(location));
    const isShown = isObject(schema) && Object.keys(schema).every((keyword) => shownByForm.has(keyword) || keyword.startsWith('x-'));
    return judges && isShown && times > 0 ? [{ location, holds: true, times }] : [];
  });

/** Is a member in answers, and its value one that a cell can contain? */
const isCell = ({ document }: Contract, node: SchemaNode | undefined): boolean => {
  if (!node) return false;
  const written = valueAt(document, nodeOf(node.location));
  const schema = resolvedSchema(document, isObject(written) ? written : true);
  return !isHidden(document, 'response', schema) && !typesOf(schema).some((type) => type === 'object' || type === 'array');
};
