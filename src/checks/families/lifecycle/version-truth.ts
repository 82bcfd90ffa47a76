import { answerOf, isSuccess, jsonOf, outcomeOf } from '../../../contract/message.ts';
import { shown as written } from '../../../contract/schema/evaluate.ts';
import { isObject } from '../../../contract/pointer.ts';
import { wordsOf } from '../../../contract/infer/words.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { defineProbe, fail, inconclusive, pass, type Surroundings, type Unconfirmed, unconfirmed } from '../../kit/define.ts';
import { permissionsFor, prerequisitesFor } from '../../kit/prerequisites.ts';
import { type VersionsWritten, versionsWritten } from '../../scenarios/lifecycle/written-versions.ts';
import { isSame } from '../../subjects/same-value.ts';
import type { Resource } from '../../subjects/shown-resource.ts';
import {
  comparisons,
  type Comparison,
  restorings,
  type Restoring,
  sideOfMark,
  writtenVersions,
  type WrittenVersions,
} from '../../subjects/written-versions.ts';

const common = { phase: 'mutate', stage: 'lifecycle', exclusive: 'collection', cost: () => ({ requests: 40, creates: 1 }) } as const;

const needed = ({ resourceType, writing, keep }: WrittenVersions, around: Surroundings) => [
  ...prerequisitesFor(resourceType.create, around),
  ...permissionsFor(writing.operation),
  ...(keep ? permissionsFor(keep) : []),
];

/** Last words of members that tell of the content of a version. */
const ofContent: ReadonlySet<string> = new Set('size bytes length checksum hash digest sha1 sha256 sha512 md5'.split(' '));

/** Names of members that say when and by whom a version was made. */
const ofMaking: ReadonlySet<string> = new Set([
  'created at',
  'created by',
  'author',
  'author id',
  'content type',
  'mime type',
  'media type',
]);

/** The members of an entry that stay as they are, as long as there is the version. */
const lastingIn = (entry: Resource, member: string | undefined, isOfMaking: boolean): readonly string[] =>
  Object.keys(entry).filter((name) => {
    const words = wordsOf(name);
    const value = entry[name];
    const isPlain = typeof value === 'string' || typeof value === 'number';
    return isPlain && (name === member || ofContent.has(words.at(-1) ?? '') || (isOfMaking && ofMaking.has(words.join(' '))));
  });

/** Words in the state of a version that can still change. */
const isOpen = (entry: Resource): boolean =>
  Object.entries(entry).some(
    ([name, value]) =>
      (value === true && /draft|working|editable|open/iu.test(name)) ||
      (typeof value === 'string' &&
        /^(?:draft|working|open|editable|unpublished|pending|in[_ -]?progress|uploading|processing)$/iu.test(value)),
  );

/** How a read of the first version shows the content of the second one. */
const readOtherwise = ({ first, second }: VersionsWritten, read: Exchange, member: string | undefined): string | undefined => {
  const json = jsonOf(read);
  if (member !== undefined && isObject(json)) {
    const [own, other] = [first, second].map(({ number, look }) => look.entries.get(number)?.[member]);
    const value = json[member];
    const isOthers = value === second.text || (value !== undefined && value === other);
    return isOthers && value !== own && value !== first.text ? written(value) : undefined;
  }
  const text = answerOf(read)?.text;
  return text === second.text ? written(text) : undefined;
};

export const versionKept = defineProbe<WrittenVersions, VersionsWritten>({
  id: 'lifecycle/version-kept',
  title: 'A numbered version still has its own content behind a newer one',
  why: 'Who looks up what was agreed a year ago reads the text of today, and nothing shows it.',
  fix: 'Store the content of each version with its number, its size and its digest, and write nothing of it again.',
  ...common,
  over: (contract) => [...writtenVersions(contract)],
  prerequisites: needed,
  run: ({ list }, session) => session.run(versionsWritten, { list: list.key }),
  judge({ writing: { member } }, result) {
    const { first, second, between, reads } = result;
    const [then, now] = [first, second].map(({ look }) => look.entries.get(first.number));
    const still = between?.entries.get(first.number);
    if (then && isOpen(then)) return inconclusive('The version could still be changed', [first.look.exchange]);
    let judged = 0;
    for (const name of then ? lastingIn(then, member, true) : []) {
      const [old, later] = [then?.[name], now?.[name]];
      if (!now || later === undefined) continue;
      // What a change alone alters is no version yet.
      if (still && !isSame(still[name], old))
        return inconclusive('A change alters the version before the next one is made', [first.look.exchange]);
      judged += 1;
      if (isSame(old, later)) continue;
      const expected = `${written(old)} of version ${first.number}, as before version ${second.number} was made`;
      return unconfirmed(
        fail({ code: 'version-altered', where: `/${name}`, expected, actual: written(later) }, [
          second.look.exchange,
          second.write,
          first.look.exchange,
        ]),
      );
    }
    for (const { exchange } of reads) {
      if (!isSuccess(exchange)) continue;
      judged += 1;
      const other = readOtherwise(result, exchange, member);
      if (other === undefined) continue;
      const expected = `${written(first.text)}, which was written as version ${first.number}`;
      return unconfirmed(
        fail(
          {
            code: 'version-read-as-other',
            where: member === undefined ? 'body' : `/${member}`,
            expected,
            actual: `${other} of version ${second.number}`,
          },
          [exchange, second.write, first.write],
        ),
      );
    }
    return judged > 0 ? pass(judged) : inconclusive('Nothing shows the older version any more', [second.look.exchange]);
  },
});

export const restoredAsVersion = defineProbe<Restoring, VersionsWritten>({
  id: 'lifecycle/restored-as-version',
  title: 'Going back to an older version makes a new one with its content, where the document says so',
  why: 'Who goes back to an older version by mistake loses everything that came later, or gets another text than the one that was chosen.',
  fix: 'Add a version with the next number and the content of the chosen one, and leave those that are there alone.',
  ...common,
  over: (contract) => [...restorings(contract)],
  prerequisites: ({ versions, operation }, around) => [...needed(versions, around), ...permissionsFor(operation)],
  run: ({ versions }, session) => session.run(versionsWritten, { list: versions.list.key }),
  judge({ operation, versions, sentence }, { restored, second }) {
    const found = restored.find((one) => one.operation === operation.key);
    if (!found) return inconclusive(`${operation.key} could not be tried`, [second.look.exchange]);
    const { of, answer, before, after } = found;
    if (!after) return inconclusive(`${operation.key} was answered ${outcomeOf(answer)}`, [answer]);
    if (!isSuccess(after.exchange) || after.entries.size === 0)
      return inconclusive('The list of versions was not shown afterwards', [after.exchange]);
    const highest = Math.max(0, ...before.entries.keys());
    const added = Math.max(0, ...after.entries.keys());
    const evidence = [after.exchange, answer, before.exchange] as const;
    if (added <= highest) {
      const actual = `${added} is the highest number, as before`;
      const expected = `a version with a number above ${highest}: "${sentence}"`;
      return unconfirmed(
        fail(
          { code: 'no-version-made', where: `/${versions.number}`, expected, actual: added === highest ? actual : String(added) },
          evidence,
        ),
      );
    }
    const [chosen, replaced, made] = [before.entries.get(of.number), before.entries.get(highest), after.entries.get(added)];
    let judged = 1;
    for (const name of chosen ? lastingIn(chosen, versions.writing.member, false) : []) {
      const [wanted, others, value] = [chosen?.[name], replaced?.[name], made?.[name]];
      if (value === undefined || others === undefined || isSame(wanted, others)) continue;
      judged += 1;
      if (isSame(value, wanted) || !isSame(value, others)) continue;
      const expected = `${written(wanted)} of version ${of.number} in version ${added}: "${sentence}"`;
      return unconfirmed(
        fail({ code: 'other-version-restored', where: `/${name}`, expected, actual: `${written(value)} of version ${highest}` }, evidence),
      );
    }
    return pass(judged);
  },
});

/** What a path of names leads to in an answer. */
const within = (value: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((one, name) => (isObject(one) ? one[name] : undefined), value);

const countOf = (value: unknown): number | undefined =>
  typeof value === 'number' ? value : Array.isArray(value) ? value.length : undefined;

/** Is a value the line, or an object that shows it. */
const isLine = (value: unknown, line: string): boolean =>
  typeof value === 'string' ? value.trim() === line : isObject(value) && Object.values(value).some((one) => isLine(one, line));

/** The texts with an answer to a comparison: itself where it is no JSON, or those at the top of the JSON. */
const textsIn = (exchange: Exchange): readonly string[] => {
  const json = jsonOf(exchange);
  const texts = isObject(json) ? Object.values(json) : [json ?? answerOf(exchange)?.text];
  return texts.filter((one): one is string => typeof one === 'string');
};

const judgeComparison = (
  { oneSided, marked, from, to }: Comparison,
  { first, second, line }: VersionsWritten,
  exchange: Exchange,
  isSure: boolean,
): Verdict | Unconfirmed => {
  const evidence = [exchange, second.write, first.write] as const;
  const json = jsonOf(exchange);
  const asked = `${from}=${first.number}&${to}=${second.number}`;
  const what = `version ${second.number} has one line more than version ${first.number}`;
  const swapped = (where: string, actual: string): Unconfirmed =>
    unconfirmed(
      fail({ code: 'comparison-swapped', where, expected: `what is only in ${second.number} for ${asked}: ${what}`, actual }, evidence),
    );
  for (const text of textsIn(exchange)) {
    const lines = text.split(/\r?\n/u);
    if (lines.some((one) => one.startsWith('@@ ')) && lines.includes(`-${line}`) && !lines.includes(`+${line}`))
      return swapped('body', `"-${line}"`);
  }
  let judged = 0;
  for (const { list, mark } of marked) {
    const entries = isObject(json) && Array.isArray(json[list]) ? (json[list] as unknown[]) : [];
    const found = entries.find((one) => isObject(one) && isLine({ ...one, [mark]: undefined }, line));
    const side = isObject(found) ? sideOfMark(found[mark]) : undefined;
    if (side !== undefined) judged += 1;
    if (side === 'older' && isObject(found)) return swapped(`/${list}`, `${written(found[mark])} for ${written(line)}`);
  }
  const ofSide = (side: 'older' | 'newer') =>
    oneSided
      .filter((one) => one.side === side)
      .map((one) => ({ ...one, count: countOf(within(json, one.path)), value: within(json, one.path) }));
  for (const older of ofSide('older')) {
    const isListed = Array.isArray(older.value) && older.value.some((one) => isLine(one, line));
    if (isListed) return swapped(`/${older.path.join('/')}`, written(older.value));
    const newer = ofSide('newer').find(({ path }) => path.length === older.path.length);
    if (older.count === undefined || newer?.count === undefined) continue;
    judged += 1;
    const where = `/${older.path.join('/')}`;
    if (older.count > 0 && newer.count === 0) return swapped(where, `${older.count}, and ${newer.count} at "${newer.path.join('/')}"`);
    const isExact = isSure && older.isExact && newer.isExact;
    if (isExact && (older.count !== 0 || newer.count !== 1)) {
      const expected = `0, and 1 at "${newer.path.join('/')}", as ${what}`;
      const actual = `${older.count}, and ${newer.count}`;
      return unconfirmed(fail({ code: 'comparison-counts-otherwise', where, expected, actual }, evidence));
    }
  }
  return judged > 0 ? pass(judged) : inconclusive('The comparison shows nothing of the line that was added', [exchange]);
};

export const versionsCompared = defineProbe<Comparison, VersionsWritten>({
  id: 'lifecycle/versions-compared',
  title: 'A comparison of two versions shows what was added as added, and not as removed',
  why: 'Who approves a change by its comparison approves the opposite.',
  fix: 'Take the first parameter as what was before and the second one as what came after it.',
  ...common,
  over: (contract) => [...comparisons(contract)],
  prerequisites: ({ versions }, around) => needed(versions, around),
  run: ({ versions }, session) => session.run(versionsWritten, { list: versions.list.key }),
  judge(comparison, result) {
    const { first, second, compared } = result;
    const found = compared.find(({ operation }) => operation === comparison.operation.key);
    if (!found || !isSuccess(found.exchange))
      return inconclusive(`${comparison.operation.key} ${found ? `was answered ${outcomeOf(found.exchange)}` : 'could not be tried'}`, [
        found?.exchange ?? second.look.exchange,
      ]);
    const member = comparison.versions.writing.member ?? '';
    const shown = [first, second].map(({ number }) => second.look.entries.get(number)?.[member]);
    const isOther = shown.some((text, n) => typeof text === 'string' && text.includes(result.line) !== (n === 1));
    if (isOther) return inconclusive('The versions show another content than was written', [second.look.exchange]);
    // Counts are certain where the list shows both contents.
    return judgeComparison(comparison, result, found.exchange, !shown.includes(undefined));
  },
});
