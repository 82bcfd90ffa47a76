import { sentencesOf } from '../../../contract/infer/sentences.ts';
import { evaluate } from '../../../contract/expression.ts';
import { textOf } from '../../../contract/infer/conventions/paging-members.ts';
import type { Contract } from '../../../contract/model.ts';
import { outcomeOf } from '../../../contract/message.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { nodeOf } from '../../../model/location.ts';
import { fail, inconclusive, pass, type Subject, unconfirmed } from '../../kit/define.ts';
import { refusesWhatWasAsked } from '../../kit/error-response.ts';
import { traversalsOf } from '../../scenarios/paging/traversals.ts';
import { type CountedList, countedLists, pageItems } from '../../subjects/collection.ts';
import { defineSurveyProbe } from './paged-probe.ts';

const beyond = String.raw`\b(?:after|beyond|past|behind) the (?:last|end|final)\b`;
const nothing = String.raw`\b(?:empty|no items|no results|nothing)\b`;
const isStated = new RegExp(`${beyond}[^.;]*${nothing}|${nothing}[^.;]*${beyond}`, 'iu');

/** A page that holds nothing is a page: "a page after the last is empty". "There is nothing after the last page" may be a refusal. */
const plainPage = String.raw`\b(?:empty|no (?:items|results|entries|rows|elements))\b`;
const isPage = new RegExp(`${beyond}[^.;]*${plainPage}|${plainPage}[^.;]*${beyond}`, 'iu');
const mayRefuse = /\b(?:[45]\d\d|refus\w+|reject\w+|errors?|not found|problems?|fails?|may|might|or)\b/iu;

/** What a document says of the pages of a list: of the whole API, of the list, of its answer or of the position. */
const textsOf = ({ document }: Contract, { operation, paging }: CountedList): readonly string[] => {
  const nodes = ['#/info', nodeOf(operation.location), ...operation.responses.map(({ location }) => nodeOf(location))].map((pointer) =>
    valueAt(document, pointer),
  );
  const texts = nodes.flatMap((node) => (isObject(node) && typeof node['description'] === 'string' ? [node['description']] : []));
  return [...texts, textOf(document, paging.position)];
};

/** Does a text say that a page after the last one is answered, with nothing in it; a refusal that it names leaves that open. */
const isAnswered = (text: string): boolean => sentencesOf(text).some((one) => isPage.test(one) && !mayRefuse.test(one));

/** Did the list become longer while it was read: its last page was not the last one any more when the one after it was asked for, and may be shown again there. */
const hasGrown = ({ paging: { convention } }: CountedList, last: Exchange, after: Exchange): boolean => {
  const [before, now] = [last, after].map((page) => Number(convention.total === undefined ? Number.NaN : evaluate(convention.total, page)));
  return now !== undefined && before !== undefined && now > before;
};

type Told = CountedList & Subject & { readonly isAnswered: boolean };

export const emptyAfterTheEnd = defineSurveyProbe({
  id: 'pagination/empty-after-the-end',
  title: 'A page after the last one is empty, where the document says so',
  why: 'A client that reads until a page is empty never stops, and takes the last items again and again.',
  fix: 'Answer a position behind the last item with no items, and do not replace it by the last one.',
  reads: 'pagination',
  over: (contract) =>
    countedLists(contract).flatMap((list): readonly Told[] => {
      const texts = textsOf(contract, list);
      return texts.some((text) => isStated.test(text)) ? [{ ...list, isAnswered: texts.some(isAnswered) }] : [];
    }),
  judge(list, traversals) {
    const ended = traversalsOf(traversals).flatMap(({ beyond: after, pages }) => {
      const last = pages.at(-1);
      return after === undefined || last === undefined || pages.length < 2 || hasGrown(list, last, after)
        ? []
        : [{ after, last, number: pages.length + 1 }];
    });
    for (const { after, last, number } of ended) {
      const found = pageItems(list, after)?.length ?? 0;
      const isRefused = list.isAnswered && refusesWhatWasAsked(after);
      if (found === 0 && !isRefused) continue;
      const expected = `${isRefused ? 'a page with ' : ''}no items after the last page, as the document says`;
      const finding = { where: `page ${number}`, expected, actual: isRefused ? `status ${outcomeOf(after)}` : `${found} items` };
      return unconfirmed(fail({ code: isRefused ? 'refused-after-the-end' : 'items-after-the-end', ...finding }, [after, last]));
    }
    return ended.length > 0 ? pass(ended.length) : inconclusive('No page after the last one was read', [traversals.first.last]);
  },
});
