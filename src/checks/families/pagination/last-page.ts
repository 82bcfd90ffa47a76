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
import { countOf, firstPage, referenceTraversal, type Traversal } from '../../scenarios/paging/traversal.ts';
import { type CursorList, cursorLists, nextWhere, pageItems, pagesOf } from '../../subjects/collection.ts';
import { definePagedProbe } from './paged-probe.ts';

/** A list whose document says what its last page has in the place of a cursor. */
type EndingList = CursorList & { readonly shows: 'null' | 'absent' };

const lastPage = String.raw`\b(?:last|final|end|no more|no further|no next|none left|nothing more|exhausted|no other)\b`;
/** Words by which a page has no such value, as a part of a regular expression. */
export const absence = String.raw`\b(?:absent|omitted|missing|left out|not (?:present|set|included|returned|sent|there|given))\b`;

const saidTogether = (text: string, value: string): boolean =>
  new RegExp(`${value}[^.;]*${lastPage}|${lastPage}[^.;]*${value}`, 'iu').test(text);

/** What the API and the list say of a member of their pages, sentence by sentence. */
const saidOf = ({ document }: Contract, { location }: CursorList['operation'], member: string): string =>
  [valueAt(document, '#/info'), valueAt(document, nodeOf(location))]
    .flatMap((node) => (isObject(node) && typeof node['description'] === 'string' ? sentencesOf(node['description']) : []))
    .flatMap((sentence) => sentence.split(/[;,] /u))
    .filter((part) => part.includes(`\`${member}\``))
    .join('; ');

/** What the words of the member that holds the cursor, of the list, or of the API say of the last page. */
const statedEnd = (contract: Contract, { operation, paging }: CursorList): EndingList['shows'] | undefined => {
  const { document } = contract;
  const parsed = parseExpression(paging.convention.next);
  if (parsed?.from !== 'response-body') return undefined;
  let schema: Schema | undefined = answerSchema(operation);
  for (const token of tokensOf(parsed.pointer)) schema = schema === undefined ? undefined : membersOf(document, schema).get(token);
  const own = schema === undefined ? '' : descriptionOf(document, schema);
  const text = `${own}; ${saidOf(contract, operation, tokensOf(parsed.pointer).at(-1) ?? '')}`;
  if (saidTogether(text, String.raw`\bnull\b`)) return 'null';
  return saidTogether(text, absence) ? 'absent' : undefined;
};

/** The size that a request asked its page for; undefined where it asked for none. */
const sizeIn = ({ paging }: CursorList, exchange: Exchange | undefined): number | undefined => {
  const asked = exchange?.request.query.find(([name]) => name === paging.limit?.name)?.[1];
  return asked === undefined ? undefined : Number(asked);
};

/**
 * A page with all items, as it counts them itself, that leads on all the same; undefined where none does. Without a count a full page may lead to an empty one: the
 * server cannot know that nothing follows.
 */
const wholeAndGoesOn = async (session: Session, list: EndingList, whole: Traversal): Promise<Exchange | undefined> => {
  const { maximumSize = Infinity, convention } = list.paging;
  const count = countOf(list, whole);
  if (list.shows !== 'null' || convention.total === undefined || whole.end !== 'ended' || count === 0 || count > maximumSize)
    return undefined;
  const page = await firstPage(session, list, pagesOf(list, count));
  const isWhole = pageItems(list, page)?.length === count && evaluate(convention.total, page) === count;
  return isWhole && namesNext(list, page) ? page : undefined;
};

export const lastPageAsStated = definePagedProbe({
  id: 'pagination/last-page-as-stated',
  title: 'The last page has in the place of a cursor what the document says',
  why: 'A client that goes on until the cursor is null asks for the first page again when it gets an empty text.',
  fix: 'Write null, or leave the member out, as the document says, where no page follows.',
  reads: 'pagination',
  over: (contract): (EndingList & Subject)[] =>
    cursorLists(contract).flatMap((list) => {
      const shows = statedEnd(contract, list);
      return shows === undefined ? [] : [{ ...list, shows }];
    }),
  requests: 4,
  async run(list, session) {
    const whole = await referenceTraversal(session, list, 'first');
    return { whole, goesOn: await wholeAndGoesOn(session, list, whole) };
  },
  judge(list, { whole, goesOn }) {
    const { end, last, pages } = whole;
    if (goesOn) {
      const expected = `null on a page with all ${countOf(list, whole)} items, as it counts them`;
      const finding = { code: 'whole-page-goes-on', where: nextWhere(list), expected, actual: JSON.stringify(nextShown(list, goesOn)) };
      return unconfirmed(fail(finding, [goesOn]));
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
