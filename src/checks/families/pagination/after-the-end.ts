import { textOf } from '../../../contract/infer/conventions/paging-members.ts';
import type { Contract } from '../../../contract/model.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import { nodeOf } from '../../../model/location.ts';
import { fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { traversalsOf } from '../../scenarios/paging/traversals.ts';
import { type CountedList, countedLists, pageItems } from '../../subjects/collection.ts';
import { defineSurveyProbe } from './paged-probe.ts';

const beyond = String.raw`\b(?:after|beyond|past|behind) the (?:last|end|final)\b`;
const nothing = String.raw`\b(?:empty|no items|no results|nothing)\b`;
const isStated = new RegExp(`${beyond}[^.;]*${nothing}|${nothing}[^.;]*${beyond}`, 'iu');

/** Does the document say that a page after the last one holds nothing: of the whole API, of the list, of its answer or of the position. */
const statesEmpty = ({ document }: Contract, { operation, paging }: CountedList): boolean => {
  const nodes = ['#/info', nodeOf(operation.location), ...operation.responses.map(({ location }) => nodeOf(location))].map((pointer) =>
    valueAt(document, pointer),
  );
  const texts = nodes.flatMap((node) => (isObject(node) && typeof node['description'] === 'string' ? [node['description']] : []));
  return [...texts, textOf(document, paging.position)].some((text) => isStated.test(text));
};

export const emptyAfterTheEnd = defineSurveyProbe({
  id: 'pagination/empty-after-the-end',
  title: 'A page after the last one is empty, where the document says so',
  why: 'A client that reads until a page is empty never stops, and takes the last items again and again.',
  fix: 'Answer a position behind the last item with no items, and do not replace it by the last one.',
  reads: 'pagination',
  over: (contract) => countedLists(contract).filter((list) => statesEmpty(contract, list)),
  judge(list, traversals) {
    const ended = traversalsOf(traversals).flatMap(({ beyond: after, pages }) => {
      const last = pages.at(-1);
      return after === undefined || last === undefined || pages.length < 2 ? [] : [{ after, last, number: pages.length + 1 }];
    });
    for (const { after, last, number } of ended) {
      const found = pageItems(list, after)?.length ?? 0;
      if (found === 0) continue;
      const finding = { where: `page ${number}`, expected: 'no items after the last page, as the document says', actual: `${found} items` };
      return unconfirmed(fail({ code: 'items-after-the-end', ...finding }, [after, last]));
    }
    return ended.length > 0 ? pass(ended.length) : inconclusive('No page after the last one was read', [traversals.first.last]);
  },
});
