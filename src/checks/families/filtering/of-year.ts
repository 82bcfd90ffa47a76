import { describedLists } from '../../../contract/infer/conventions/collection.ts';
import { itemMembers } from '../../../contract/infer/conventions/item-members.ts';
import { wordsOf } from '../../../contract/infer/words.ts';
import { partsOf } from '../../../contract/infer/schema-parts.ts';
import { outcomeOf } from '../../../contract/message.ts';
import type { Collection, Contract, Parameter } from '../../../contract/model.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import { saidIn } from '../../../contract/said.ts';
import { resolvedSchema, typesOf } from '../../../generators/resolved-schema.ts';
import { nodeOf } from '../../../model/location.ts';
import { at, defineProbe, fail, inconclusive, pass, type Subject, unconfirmed } from '../../kit/define.ts';
import { listInUse } from '../../scenarios/paging/offered-styles.ts';
import { countOf, itemsOfTraversal, referenceTraversal, type Traversal, traverseList } from '../../scenarios/paging/traversal.ts';
import { spare } from '../../scenarios/paging/traversals.ts';
import { largestPage } from '../../subjects/collection.ts';
import { listPrerequisites } from '../../subjects/filters.ts';
import { nameOf } from '../../subjects/item-identity.ts';

/** A list with a parameter for a year, whose items show the only time that it can be about. */
type ByYear = Subject & { readonly collection: Collection; readonly parameter: Parameter; readonly at: string };

type Read = { readonly year: number; readonly found: Traversal };

type Result = { readonly whole: Traversal; readonly reads: readonly Read[]; readonly after: Traversal | undefined };

/** Words by which it is a year of another kind, or leaves nothing out. */
const isOtherYear =
  /\b(?:fiscal|financial|academic|school|budget|tax|model|founded|built|ignor\w*|deprecat\w*|default\w*|current year|this year|unless|if omitted|without it,? (?:the|this))\b/iu;

const isTime = (document: Contract['document'], schema: Parameter['schema']): boolean =>
  partsOf(document, schema).some(({ format }) => format === 'date' || format === 'date-time');

/** Names of times that every resource has, of which a year is not asked for. */
const ofRecord =
  /^(?:created|updated|changed|modified|deleted|archived|added|registered|entered|recorded|uploaded|imported|synced|made|opened|last|first)\b/u;

/** Names of times that say no more than when it is. */
const plainly: ReadonlySet<string> = new Set('date day time moment on at when'.split(' '));

/** Names of times in whose year nobody looks for something unless the text says so. */
const rarely = /\b(?:birth\w*|born|due|expir\w*|valid\w*|until|ends?|end|deadline|founded|built)\b/u;

/**
 * The only time of an item that is not about the record itself; undefined where there are several, a year may be that of either, and where the items show a year of their
 * own or when they were made, unless the text names the time or the time has no other name.
 */
const timeOf = ({ document }: Contract, collection: Collection, text: string): string | undefined => {
  const [described] = describedLists({ document, operations: [collection.operation] });
  const members = described ? itemMembers(document, described.item) : [];
  const all = members.filter(({ schema }) => isTime(document, schema));
  const [only, ...others] = all.filter(({ words }) => !ofRecord.test(words));
  if (!only || others.length > 0 || members.some(({ words }) => words.split(' ').includes('year'))) return undefined;
  const words = only.words.split(' ').filter((word) => !plainly.has(word));
  const said = wordsOf(text.replaceAll(/[^\p{L}\p{N}_]+/gu, ' '));
  const isNamed = words.some((word) => said.some((one) => one.slice(0, leastBeginning) === word.slice(0, leastBeginning)));
  if (!isNamed && ofSomething.test(text)) return undefined;
  return words.length === 0 || isNamed || (all.length === 1 && !rarely.test(only.words)) ? only.at : undefined;
};

/** "Year of purchase", "the vintage year": of something that no time of the items is called after. */
const ofSomething =
  /\byear (?:of|when|in which|that)\b|\b(?!(?:the|a|an|this|that|one|each|given|calendar|any|every|by|of|in|for|other|whole|which|only)\b)\p{L}+ year\b/iu;

/** So many letters tell the forms of a word from others: "observed" and `observation`. */
const leastBeginning = 5;

const byYear = (contract: Contract): ByYear[] =>
  contract.standard.size === 0
    ? []
    : contract.collections.flatMap((collection): ByYear[] => {
        const parameter = collection.operation.parameters.find(
          ({ in: where, name, required }) => where === 'query' && !required && wordsOf(name).join(' ') === 'year',
        );
        const texts = parameter ? saidIn(valueAt(contract.document, nodeOf(parameter.location))) : [];
        const pointer = parameter && timeOf(contract, collection, texts.join(' '));
        if (!parameter || pointer === undefined) return [];
        const schema = resolvedSchema(contract.document, parameter.schema);
        const isWhole = isObject(schema) && typesOf(schema).includes('integer') && schema['default'] === undefined;
        if (!isWhole || texts.some((text) => isOtherYear.test(text))) return [];
        return [at(parameter.location, { collection, parameter, at: pointer })];
      });

/** The year that an item shows; undefined so near to its end that it is another one in another time zone. */
const yearOf = (item: unknown, pointer: string): number | undefined => {
  const value = valueAt(item, pointer);
  const [, year, month, day, rest = ''] = typeof value === 'string' ? (/^(\d{4})-(\d\d)-(\d\d)(.*)$/u.exec(value) ?? []) : [];
  const isNear = rest !== '' && ['01-01', '12-31'].includes(`${month}-${day}`);
  return year === undefined || isNear ? undefined : Number(year);
};

/** A year within the bounds of the parameter that no item shows: the one behind the last, else the one before the first. */
const otherYear = ({ document }: Contract, { schema }: Parameter, years: readonly number[]): number | undefined => {
  const resolved = resolvedSchema(document, schema);
  const { minimum = 1900, maximum = 9999 } = isObject(resolved) ? resolved : {};
  return [Math.max(...years) + 1, Math.min(...years) - 1].find((year) => year >= Number(minimum) && year <= Number(maximum));
};

export const yearMatches = defineProbe<ByYear, Result>({
  id: 'filtering/year-matches',
  title: 'A list that is asked for a year shows what lies in that year and nothing else',
  why: 'A statement of one year that holds the next one too is paid twice.',
  fix: 'Compare the year of what is shown with the one that is asked for, before the page is cut.',
  phase: 'mutate',
  // What other checks have created fills the list by then.
  stage: 'looking-back',
  exclusive: 'collection',
  over: byYear,
  prerequisites: listPrerequisites,
  cost: () => ({ requests: 16, creates: 0 }),
  async run(subject, session) {
    const list = await listInUse(session, subject.collection);
    const { name } = subject.parameter;
    const whole = await referenceTraversal(session, list, 'before the years');
    const years = itemsOfTraversal(list, whole).flatMap((item) => yearOf(item, subject.at) ?? []);
    const [year] = years;
    if (whole.end !== 'ended' || year === undefined) return { whole, reads: [], after: undefined };
    const reads: Read[] = [];
    for (const one of [year, otherYear(session.contract, subject.parameter, years)]) {
      if (one === undefined) continue;
      const query = [...largestPage(list), [name, String(one)] as const];
      reads.push({
        year: one,
        found: await traverseList(session, list, { query, pages: countOf(list, whole) + spare, turn: `year ${one}` }),
      });
    }
    return { whole, reads, after: await referenceTraversal(session, list, 'after the years') };
  },
  judge({ collection, parameter: { name }, at: pointer }, { whole, reads, after }) {
    const where = `query ${name}`;
    if (reads.length === 0) return inconclusive('No item of the list shows a year', [whole.last]);
    let judged = 0;
    for (const { year, found } of reads) {
      if (found.end !== 'ended') continue;
      const items = itemsOfTraversal(collection, found);
      const other = items.find((item) => {
        const own = yearOf(item, pointer);
        return own !== undefined && own !== year;
      });
      if (other !== undefined) {
        const actual = `${nameOf(collection, other)} with ${JSON.stringify(valueAt(other, pointer))}`;
        return unconfirmed(fail({ code: 'other-year', where, expected: `only items of ${year}`, actual }, [found.last, whole.last]));
      }
      const shown = new Set(items.map((item) => nameOf(collection, item)));
      const missing = [whole, after].every((one) => one?.end === 'ended')
        ? itemsOfTraversal(collection, whole).find(
            (item) =>
              yearOf(item, pointer) === year &&
              !shown.has(nameOf(collection, item)) &&
              itemsOfTraversal(collection, after ?? whole).some((one) => nameOf(collection, one) === nameOf(collection, item)),
          )
        : undefined;
      if (missing !== undefined) {
        const expected = `every item of ${year}`;
        const actual = `a list without ${nameOf(collection, missing)}`;
        return unconfirmed(fail({ code: 'missing-of-year', where, expected, actual }, [found.last, whole.last]));
      }
      judged += 1;
    }
    return judged > 0
      ? pass(judged)
      : inconclusive(
          `${name} was answered ${outcomeOf(reads[0]?.found.last ?? whole.last)}`,
          reads.map(({ found }) => found.last),
        );
  },
});
