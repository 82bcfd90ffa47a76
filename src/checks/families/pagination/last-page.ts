import { evaluate, parseExpression } from '../../../contract/expression.ts';
import { answerSchema } from '../../../contract/infer/conventions/collection.ts';
import { sentencesOf } from '../../../contract/infer/sentences.ts';
import { descriptionOf } from '../../../contract/infer/conventions/paging-members.ts';
import { membersOf } from '../../../contract/infer/schema-parts.ts';
import type { Contract, Schema } from '../../../contract/model.ts';
import { isObject, tokensOf, valueAt } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { nodeOf } from '../../../model/location.ts';
import { fail, inconclusive, pass, type Subject, unconfirmed } from '../../kit/define.ts';
import type { Session } from '../../kit/session.ts';
import { namesNext, nextShown } from '../../scenarios/paging/follow-pages.ts';
import { countOf, referenceTraversal, type Traversal } from '../../scenarios/paging/traversal.ts';
import { exactCost, exactTraversal } from '../../scenarios/paging/traversals.ts';
import { type CursorList, cursorLists, nextWhere, pageItems } from '../../subjects/collection.ts';
import { definePagedProbe } from './paged-probe.ts';

/** What a document says of the last page. */
type StatedEnd = {
  /** What it has in the place of a cursor. */
  readonly shows: 'null' | 'absent';
  /** That holds also where it happens to be full. */
  readonly whenFull: boolean;
};

/** A list whose document says what its last page has in the place of a cursor. */
type EndingList = CursorList & StatedEnd;

const lastPage = String.raw`\b(?:last|final|end|no more|no further|no next|none left|nothing (?:more|else|further|follows)|exhausted|no other)\b`;
/** Words by which a page has no such value, as a part of a regular expression. */
export const absence = String.raw`\b(?:absent|omitted|missing|left out|not (?:present|set|included|returned|sent|there|given))\b`;

const saidTogether = (text: string, value: string): boolean =>
  new RegExp(`${value}[^.;]*${lastPage}|${lastPage}[^.;]*${value}`, 'iu').test(text);

/** The last name in a sentence, which "It" at the beginning of the next one stands for. */
const lastNamed = (sentence: string): string | undefined => sentence.match(/`[^`]+`/gu)?.at(-1);

/** "It is `null` as soon as nothing follows", behind a sentence about the cursor. */
const ofTheSame = /^(?:it|this) (?:is|becomes|has|will be)\b/iu;

/** What the API and the list say of a member of their pages, sentence by sentence. */
const saidOf = ({ document }: Contract, { location }: CursorList['operation'], member: string): readonly string[] =>
  [valueAt(document, '#/info'), valueAt(document, nodeOf(location))]
    .map((node) => (isObject(node) && typeof node['description'] === 'string' ? sentencesOf(node['description']) : []))
    .flatMap((sentences) =>
      sentences.flatMap((sentence, n) => {
        const isNext = ofTheSame.test(sentence) && lastNamed(sentences[n - 1] ?? '') === `\`${member}\``;
        return isNext ? [sentence.replace(ofTheSame, (text) => text.replace(/^\w+/u, `\`${member}\``))] : [sentence];
      }),
    )
    .filter((sentence) => sentence.includes(`\`${member}\``));

/** "Also when the last page happens to be full". */
const alsoFull = /\b(?:also|even|too)\b[^.;]*\bfull\b|\bfull\b[^.;]*\b(?:too|also|as well)\b/iu;

/** What the words of the member that holds the cursor, of the list, or of the API say of the last page. */
const statedEnd = (contract: Contract, { operation, paging }: CursorList): StatedEnd | undefined => {
  const { document } = contract;
  const parsed = parseExpression(paging.convention.next);
  if (parsed?.from !== 'response-body') return undefined;
  const member = tokensOf(parsed.pointer).at(-1) ?? '';
  let schema: Schema | undefined = answerSchema(operation);
  for (const token of tokensOf(parsed.pointer)) schema = schema === undefined ? undefined : membersOf(document, schema).get(token);
  const own = schema === undefined ? '' : descriptionOf(document, schema);
  const said = saidOf(contract, operation, member);
  const parts = said.flatMap((sentence) => sentence.split(/[;,] /u)).filter((part) => part.includes(`\`${member}\``));
  const text = [own, ...parts].join('; ');
  const whenFull = [...sentencesOf(own), ...said].some((sentence) => /\bnull\b/u.test(sentence) && alsoFull.test(sentence));
  if (saidTogether(text, String.raw`\bnull\b`)) return { shows: 'null', whenFull };
  return saidTogether(text, absence) ? { shows: 'absent', whenFull: false } : undefined;
};

/** The size that a request asked its page for; undefined where it asked for none. */
const sizeIn = ({ paging }: CursorList, exchange: Exchange | undefined): number | undefined => {
  const asked = exchange?.request.query.find(([name]) => name === paging.limit?.name)?.[1];
  return asked === undefined ? undefined : Number(asked);
};

/** A full page with the last item that leads on, and the empty one to which it leads; this is missing where the page shows itself that it is the last one. */
type FullEnd = { readonly page: Exchange; readonly next: Exchange | undefined };

/**
 * Reads the list so that its last page is full. A full page that leads on is the last one where it counts as many items as were seen; without a count it may lead to an empty
 * one, because the server cannot know that nothing follows, unless the document says that it does. Undefined where no such page leads on.
 */
const fullAndGoesOn = async (session: Session, list: EndingList, whole: Traversal): Promise<FullEnd | undefined> => {
  const { limit, convention } = list.paging;
  const count = countOf(list, whole);
  const isJudged = list.shows === 'null' && (convention.total !== undefined || list.whenFull);
  if (!isJudged || limit === undefined || whole.end !== 'ended' || count === 0) return undefined;
  const exact = await exactTraversal(session, list, count, { turn: 'full last page' });
  if (!exact) return undefined;
  const { size, traversal } = exact;
  const pages = traversal.pages.slice(0, count / size);
  const page = pages.at(-1);
  const isFull = pages.every((one) => pageItems(list, one)?.length === size) && countOf(list, { pages }) === count;
  if (!page || !isFull || !namesNext(list, page)) return undefined;
  if (convention.total !== undefined && evaluate(convention.total, page) === count) return { page, next: undefined };
  const next = traversal.pages[pages.length];
  return list.whenFull && next && pageItems(list, next)?.length === 0 ? { page, next } : undefined;
};

export const lastPageAsStated = definePagedProbe({
  id: 'pagination/last-page-as-stated',
  title: 'The last page has in the place of a cursor what the document says',
  why: 'A client that goes on until the cursor is null asks for the first page again when it gets an empty text.',
  fix: 'Write null, or leave the member out, as the document says, where no page follows.',
  reads: 'pagination',
  over: (contract): (EndingList & Subject)[] =>
    cursorLists(contract).flatMap((list) => {
      const stated = statedEnd(contract, list);
      return stated === undefined ? [] : [{ ...list, ...stated }];
    }),
  requests: 4 + exactCost,
  async run(list, session) {
    const whole = await referenceTraversal(session, list, 'first');
    return { whole, goesOn: await fullAndGoesOn(session, list, whole) };
  },
  judge(list, { whole, goesOn }) {
    const { end, last, pages } = whole;
    if (goesOn) {
      const { page, next } = goesOn;
      const led = JSON.stringify(nextShown(list, page));
      const expected = next
        ? 'null on a full page with the last item'
        : `null on the page with the last of ${countOf(list, whole)} items, as it counts them`;
      const actual = next ? `${led}, which leads to an empty page` : led;
      const finding = { code: 'whole-page-goes-on', where: nextWhere(list), expected, actual };
      return unconfirmed(fail(finding, [page, ...(next ? [next] : [])]));
    }
    if (end !== 'ended') return inconclusive(`The last page was not reached (${end})`, [last]);
    // A page that is not full and names an empty one was the last: the server has nothing more to look for.
    const before = pages.at(-2);
    const [held, asked] = [before && pageItems(list, before)?.length, sizeIn(list, before)];
    if (
      list.shows === 'null' &&
      before &&
      held !== undefined &&
      held > 0 &&
      asked !== undefined &&
      held < asked &&
      pageItems(list, last)?.length === 0
    ) {
      const actual = `${JSON.stringify(nextShown(list, before))}, which leads to an empty page`;
      const finding = {
        code: 'last-page-goes-on',
        where: nextWhere(list),
        expected: `null on the last page, with ${held} of at most ${asked} items`,
      };
      return unconfirmed(fail({ ...finding, actual }, [before, last]));
    }
    const shown = nextShown(list, last);
    if (shown === undefined || shown === null) return pass(1);
    const expected = list.shows === 'null' ? 'null on the last page' : 'nothing on the last page';
    return unconfirmed(fail({ code: 'last-page-other', where: nextWhere(list), expected, actual: JSON.stringify(shown) }, [last]));
  },
});
