import { membersOf, partsOf } from '../../../contract/infer/schema-parts.ts';
import { answerOf, headerValues, isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation, Schema } from '../../../contract/model.ts';
import { below, isObject, tokensOf, valueAt } from '../../../contract/pointer.ts';
import { saidOfSuccess } from '../../../contract/said.ts';
import { csvRows } from '../../../contract/wire/csv.ts';
import { isCsv } from '../../../contract/wire/media-type.ts';
import { isSettable } from '../../../generators/whole-body.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { PlannedRequest } from '../../../model/request.ts';
import type { Target } from '../../../model/target.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { defineProbe, fail, inconclusive, pass, type Unconfirmed, unconfirmed } from '../../kit/define.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { type Followed, followedMs, followedTask } from '../../scenarios/lifecycle/followed-task.ts';
import { goneStatuses } from '../../scenarios/lifecycle/look-at-resource.ts';
import { type UnusualTask, unusualTask } from '../../scenarios/lifecycle/unusual-task.ts';
import { brokenRows } from '../../subjects/csv-separators.ts';
import { promisedResults, wrongResults } from '../../subjects/task-results.ts';
import { setAtTheEnd } from '../../subjects/set-at-the-end.ts';
import { mayLast } from '../../subjects/lasting-tasks.ts';
import { isEnd, isFailure, stateIn, type Task, tasks } from '../../subjects/tasks.ts';
import { jsonContent } from '../../../contract/asked-content.ts';

/** How long a target has to be patient at least, so that a task counts as one that never ends, in milliseconds. */
const leastMs = 3000;

/** How long a task has to show no change at all before it counts as one that never ends, in milliseconds. */
const longestIdleMs = (target: Target): number => Math.max(leastMs, followedMs(target)) * 0.75;

/** Milliseconds for which the last answers were one and the same. */
const idleFor = (reads: readonly Exchange[]): number => {
  const last = reads.at(-1);
  const text = last && answerOf(last)?.text;
  const from = reads.findLastIndex((read) => answerOf(read)?.text !== text) + 1;
  const first = reads[from];
  return last && first ? last.sentAt - first.sentAt : 0;
};

/** Is an answer only the beginning of another one, or nothing at all. */
const isPartOf = (part: Exchange, whole: Exchange): boolean => {
  const [first, last] = [answerOf(part), answerOf(whole)];
  if (first === undefined || last === undefined || first.bodyBytes >= last.bodyBytes) return false;
  return first.bodyBytes === 0 || (typeof first.text === 'string' && last.text?.startsWith(first.text) === true);
};

type Failed = Verdict & { readonly kind: 'fail' };

/** Does the body of a request name something beside the task, such as an address or an id: a printed one need not exist. */
const namesOthers = ({ body }: PlannedRequest): boolean => {
  const names = (value: unknown): boolean => {
    if (typeof value === 'string') return /^[a-z][a-z0-9+.-]*:\/\//iu.test(value);
    if (Array.isArray(value)) return value.some(names);
    return isObject(value) && Object.entries(value).some(([name, one]) => !isSettable({ name, required: false }) || names(one));
  };
  if (body?.kind === 'text') {
    // The line of names of a file with rows.
    const columns = body.text.split(/\r?\n/u)[0]?.split(/[,;\t]/u) ?? [];
    return names(body.text.split(/[,;\s"]+/u)) || columns.some((name) => !isSettable({ name: name.trim(), required: false }));
  }
  return body !== undefined && 'value' in body && names(body.value);
};

/** What a member is described with that counts what the result holds: "Number of rows in the file", "Rows in the file without the header line". */
const ofResult =
  /^(?:the )?(?:data )?(?:rows|lines|records|entries) (?:in|of) the (?:\w+ )?(?:file|result|results|export|report|output)(?=$|[.,;(]|,? (?:without|not counting|excluding|once|when|after|as soon as)\b)|\b(?:number|count) of [\w ]{2,40} (?:in|of) the (?:\w+ )?(?:file|result|results|export|report|output)\b|^(?:the )?(?:number|count) of (?:exported|written) [\w-]+(?: [\w-]+)?(?=$|[.,;(]| (?:once|when|after|as soon as)\b)|^how many [\w-]+(?: [\w-]+)? (?:were|was|have been|has been) (?:exported|written)(?=$|[.,;(]| (?:once|when|after|as soon as)\b)/iu;

/** Words by which the line of names is counted with the others. */
const withHeader = /\b(?:includ\w+|with|and|plus) (?:the |its |an? )?(?:header|heading|title)/iu;

/** Words by which there is such a line, and it is not counted. */
const besideHeader = /\b(?:without|not counting|excluding|besides?|apart from|behind|below|after) (?:the |its )(?:header|heading|title)/iu;

/** Does the text of a read, or of its success, say that its first line holds the names. */
const saysHeaderLine = ({ document }: Contract, read: Operation): boolean =>
  saidOfSuccess(document, read).some(
    (text) =>
      /\b(?:with|has|and|incl(?:uding|\.)|plus|after|below|behind|the first (?:line|row) (?:is|holds|has)) (?:an? |the )?(?:header|heading|title|column)(?: ?(?:line|row|names?))?\b/iu.test(
        text,
      ) && !/\b(?:without|no|optional(?:ly)?|may|if|unless) (?:an? |the )?(?:header|heading)/iu.test(text),
  );

/** Members of the answer that shows the state of a task, in their JSON pointers, that count what the result holds; whether they say that it has a line of names. */
const counts = (contract: Contract, { monitor, state }: Task): readonly { readonly where: string; readonly isHeaded: boolean }[] => {
  const around = tokensOf(state).slice(0, -1);
  const whole = jsonContent(monitor.responses.find(({ status }) => status === '200')?.content ?? [])?.schema;
  const object = around.reduce<Schema | undefined>((one, name) => membersOf(contract.document, one).get(name), whole);
  return [...membersOf(contract.document, object)].flatMap(([name, member]) => {
    const said = partsOf(contract.document, member).flatMap(({ description }) => (typeof description === 'string' ? [description] : []));
    const isCount = said.some((one) => ofResult.test(one)) && !said.some((one) => withHeader.test(one));
    return isCount ? [{ where: below('', ...around, name), isHeaded: said.some((one) => besideHeader.test(one)) }] : [];
  });
};

/** How many a result holds, as a list or the only list in an object: as CSV with a line of names, or without, where nothing says which. Undefined where its form does not tell. */
const held = (result: Exchange, hasHeaderLine: boolean): readonly number[] | undefined => {
  const answer = answerOf(result);
  const body = jsonOf(result);
  if (body !== undefined) {
    const lists = Array.isArray(body) ? [body] : isObject(body) ? Object.values(body).filter((one) => Array.isArray(one)) : [];
    const [only, ...others] = lists;
    return only && others.length === 0 ? [only.length] : undefined;
  }
  const type = headerValues(result, 'Content-Type')[0] ?? '';
  const rows = /^text\/csv\b/iu.test(type) && answer ? csvRows(answer.text ?? '') : undefined;
  const full = rows?.filter((cells) => cells.length > 1 || cells[0]?.trim() !== '').length;
  return full === undefined ? undefined : hasHeaderLine ? [full - 1] : [full, full - 1];
};

/** What a task came to, and what those came to that are about unusual texts. */
type Result = Followed & { readonly unusual: readonly UnusualTask[] };

/** What is wrong with the file of a task about unusual texts, with the answers that show it. */
const wrongFile = (
  contract: Contract,
  { result: read }: Task,
  unusual: readonly UnusualTask[],
): { readonly finding: ReturnType<typeof brokenRows>; readonly exchanges: readonly [Exchange, ...Exchange[]] } | undefined => {
  for (const { separator, followed } of unusual) {
    const { result, started } = followed;
    const isFile = result && statusOf(result) === 200 && isCsv(headerValues(result, 'Content-Type')[0] ?? '');
    const text = isFile ? answerOf(result)?.text : undefined;
    const finding = read && typeof text === 'string' ? brokenRows(contract, read, text, separator) : undefined;
    if (result && finding) return { finding, exchanges: [result, started] };
  }
  return undefined;
};

export const taskFollowed = defineProbe<Task, Result>({
  id: 'lifecycle/task-followed',
  title: 'What was accepted with 202 can be followed to its end, and brings its result',
  why: 'A client that got 202 knows only where to ask; if that leads nowhere, it never learns what became of its request.',
  fix: 'Answer 202 with the address of an existing resource that shows the state, and serve the result as soon as the state says that it is done.',
  phase: 'mutate',
  stage: 'looking-back',
  exclusive: 'collection',
  over: tasks,
  prerequisites: ({ operation }, around) => prerequisitesFor(operation, around),
  cost: () => ({ requests: 60, creates: 4 }),
  async run({ operation }, session) {
    const followed = await session.run(followedTask, { operation: operation.key });
    const isThere = followed.result !== undefined && isSuccess(followed.result);
    const unusual = isThere ? await orSkipped(session.run(unusualTask, { operation: operation.key })) : [];
    return { ...followed, unusual: isSkipped(unusual) ? [] : unusual };
  },
  judge(task, { started, reference, reads, result, early, link, unusual }, { contract, target }) {
    const { operation, monitor, field, state, links } = task;
    const last = reads.at(-1);
    // What no operation removes is not started again for that.
    const twice = (verdict: Failed): Verdict | Unconfirmed => (operation.effect === 'creates-permanently' ? verdict : unconfirmed(verdict));
    const isDescribed = operation.responses.some(
      ({ status, headers }) => status === '202' && headers.some(({ name }) => name.toLowerCase() === field.toLowerCase()),
    );
    if (statusOf(started) === 202 && reference === undefined && isDescribed) {
      const finding = { where: field, expected: 'where the state is, as the document describes for 202', actual: 'no such field' };
      return twice(fail({ code: 'state-not-linked', ...finding }, [started]));
    }
    if (reference === undefined || last === undefined)
      return inconclusive(`The answer ${outcomeOf(started)} does not lead to a state below the base URL`, [started]);
    const isGone = goneStatuses.includes(statusOf(last) ?? 0) && !reads.some(isSuccess);
    if (isGone) {
      const expected = 'a resource that shows the state';
      return twice(fail({ code: 'state-not-found', where: field, expected, actual: `${reference}: ${outcomeOf(last)}` }, [last, started]));
    }
    if (early && statusOf(early.result) === 200) {
      const now = stateIn(early.after, state) ?? '';
      const finding = { code: 'result-early', where: 'status', actual: outcomeOf(early.result) };
      if (!isEnd(task, now)) {
        const expected = `a refusal of a read of the result, because the state is "${now}" after it`;
        return twice(fail({ ...finding, expected }, [early.result, early.after, started]));
      }
      // It may have been done by then; but then it was whole.
      if (result && isSuccess(result) && isPartOf(early.result, result)) {
        const expected = 'a refusal, or the whole result, which is longer';
        return twice(fail({ ...finding, expected }, [early.result, result, early.after, started]));
      }
    }
    const shown = stateIn(last, state);
    const idle = shown === undefined || isEnd(task, shown) ? 0 : idleFor(reads);
    if (idle > 0 && idle >= longestIdleMs(target) && !mayLast(contract, [operation, monitor])) {
      const expected = 'an end, success or failure';
      const actual = `"${shown}", without any change for ${Math.round(idle / 1000)} s in ${reads.length} reads`;
      return fail({ code: 'task-never-ends', where: state, expected, actual }, [last, started]);
    }
    if (shown === undefined || !isEnd(task, shown))
      return inconclusive(`The state was ${shown ?? `not shown (${outcomeOf(last)})`} in the end`, [last, started]);
    if (!isFailure(shown) && !task.done.has(shown)) return inconclusive(`It was given up: the state was "${shown}"`, [last, started]);
    if (isFailure(shown)) {
      // A task can fail because of what it is about, and only what the document prints is certainly right, unless it names something else.
      if ((started.request.madeUp ?? []).length > 0 || namesOthers(started.request))
        return inconclusive('It failed, perhaps because of a value that is made up or names something that does not exist', [
          last,
          started,
        ]);
      const finding = { where: state, expected: 'success, because every value of the request is documented', actual: `"${shown}"` };
      return twice(fail({ code: 'task-failed', ...finding }, [last, started]));
    }
    const promised = promisedResults(contract, task);
    const wrong = promised === undefined ? undefined : wrongResults(promised, started, last);
    if (wrong) return twice(fail({ code: 'results-otherwise', ...wrong }, [last, started]));
    for (const { at: where, sentence } of setAtTheEnd(contract, task)) {
      const isLink = links.some((one) => one.at === where && one.isLater);
      if (isLink || (valueAt(jsonOf(last), where) ?? undefined) !== undefined) continue;
      const finding = { where, expected: `a value, because the state is "${shown}": "${sentence}"`, actual: 'none' };
      return twice(fail({ code: 'end-not-shown', ...finding }, [last, started]));
    }
    for (const { at: where, isLater } of links.filter((one) => one.isLater)) {
      if (valueAt(jsonOf(last), where) === null) {
        const finding = { where, expected: `an address, because the state is "${shown}"`, actual: 'null' };
        return twice(fail({ code: 'result-not-linked', ...finding }, [last, started]));
      }
      const linked = reads.find((read) => !isEnd(task, stateIn(read, state)) && typeof valueAt(jsonOf(read), where) === 'string');
      if (isLater && linked && stateIn(linked, state) !== undefined) {
        const finding = { where, expected: `null, because the state is "${stateIn(linked, state) ?? ''}"`, actual: 'an address' };
        return twice(fail({ code: 'result-linked-early', ...finding }, [linked, started]));
      }
    }
    if (link && goneStatuses.includes(statusOf(link) ?? 0) && (result === undefined || isSuccess(result))) {
      const finding = {
        where: links[0]?.at ?? '',
        expected: 'the address of the result',
        actual: `${link.request.path}: ${outcomeOf(link)}`,
      };
      return twice(fail({ code: 'result-link-leads-nowhere', ...finding }, [last, link, started]));
    }
    const saysHeader = task.result !== undefined && saysHeaderLine(contract, task.result);
    for (const { where, isHeaded } of result && isSuccess(result) ? counts(contract, task) : []) {
      const holds = result && held(result, saysHeader || isHeaded);
      const value = valueAt(jsonOf(last), where);
      if (result === undefined || holds === undefined || typeof value !== 'number' || holds.includes(value)) continue;
      const finding = { where, expected: `${holds.at(-1) ?? 0}, as the result holds`, actual: String(value) };
      return twice(fail({ code: 'result-counted-otherwise', ...finding }, [last, result, started]));
    }
    const broken = wrongFile(contract, task, unusual);
    if (broken?.finding) return twice(fail({ where: 'file', ...broken.finding }, broken.exchanges));
    if (result === undefined || isSuccess(result)) return pass(result === undefined ? 1 : 2);
    if (![404, 409, 410].includes(statusOf(result) ?? 0))
      return inconclusive(`The result was answered ${outcomeOf(result)}`, [result, last]);
    const finding = { where: 'status', expected: `the result, because the state is "${shown}"`, actual: `status ${outcomeOf(result)}` };
    return twice(fail({ code: 'result-missing', ...finding }, [result, last, started]));
  },
});
