import { answerOf, headerValues, isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { essenceOf } from '../../../contract/wire/media-type.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Fault } from '../../../model/request.ts';
import type { Finding } from '../../../model/verdict.ts';
import { at, defineProbe, fail, inconclusive, pass, type Subject, unconfirmed } from '../../kit/define.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { plainRead } from '../../scenarios/calls/reads.ts';
import { filePrerequisites, uploadedFile } from '../../scenarios/lifecycle/uploaded-file.ts';
import { type FilePart, fileParts } from '../../subjects/file-parts.ts';

/** A read that describes 206, and the upload by which a run can make what it reads, where there is one. */
type Ranged = Subject & { readonly operation: Operation; readonly part: FilePart | undefined };

const rangedReads = (contract: Contract): Ranged[] =>
  contract.operations
    .filter(({ method, effect }) => method === 'GET' && effect === 'safe')
    .flatMap((operation) =>
      operation.responses
        .filter(({ status }) => status === '206')
        .map(({ location }) => at(location, { operation, part: fileParts(contract).find(({ read }) => read.key === operation.key) })),
    );

const describes = ({ responses }: Operation, status: number): boolean => responses.some((one) => one.status === String(status));

/** What is asked for of a content of some octets: the range, and the octets that it stands for; undefined where there are none. */
type Asked = { readonly range: string; readonly from: number; readonly to: number } | { readonly range: string; readonly from: undefined };

const rangesOf = (size: number): readonly Asked[] => [
  { range: 'bytes=0-1', from: 0, to: 1 },
  { range: `bytes=1-${size - 2}`, from: 1, to: size - 2 },
  { range: 'bytes=-2', from: size - 2, to: size - 1 },
  { range: `bytes=${size}-`, from: undefined },
];

/** The least octets of a content of which parts are asked for, and the most. */
const [leastOctets, mostOctets] = [4, 1_000_000];

type Tried = { readonly asked: Asked; readonly condition?: string; readonly exchange: Exchange };

type Result = { readonly whole: Exchange; readonly tried: readonly Tried[] };

const isWhole = (exchange: Exchange): boolean => {
  const size = answerOf(exchange)?.bodyBytes ?? 0;
  const isCoded = headerValues(exchange, 'Content-Encoding').some((value) => value.toLowerCase() !== 'identity');
  return statusOf(exchange) === 200 && !isCoded && size >= leastOctets && size <= mostOctets;
};

/** An entity tag that no content has. */
const otherTag = '"ct-no-such-tag"';

type Broken = Pick<Finding, 'code' | 'where' | 'expected' | 'actual'>;

/** How an answer with a part differs from what was asked for (RFC 9110, sections 14.4 and 15.3.7). */
const judgePart = (whole: Exchange, asked: Asked & { readonly to: number }, exchange: Exchange): Broken | undefined => {
  const size = answerOf(whole)?.bodyBytes ?? 0;
  const { range, from, to } = asked;
  const { bodyBytes = 0, text = null } = answerOf(exchange) ?? {};
  const [field = ''] = headerValues(exchange, 'Content-Range');
  const [, first, last, total] = /^bytes (\d+)-(\d+)\/(\d+|\*)$/iu.exec(field.trim()) ?? [];
  const expected = `bytes ${from}-${to}/${size}, for Range: ${range}`;
  const isRight = Number(first) === from && Number(last) === to && (total === '*' || Number(total) === size);
  if (!isRight) return { code: 'other-range', where: 'Content-Range', expected, actual: field === '' ? 'no such field' : field };
  const octets = to - from + 1;
  if (bodyBytes !== octets)
    return {
      code: 'other-length',
      where: 'body',
      expected: `${octets} octets, as Content-Range says: ${field}`,
      actual: `${bodyBytes} octets`,
    };
  const all = answerOf(whole)?.text ?? null;
  const isPlain = all !== null && text !== null && Buffer.byteLength(all) === all.length;
  if (!isPlain || all.slice(from, to + 1) === text) return undefined;
  return { code: 'other-octets', where: 'body', expected: JSON.stringify(all.slice(from, to + 1)), actual: JSON.stringify(text) };
};

const judgeTried = (whole: Exchange, { asked, condition, exchange }: Tried): Broken | undefined => {
  const status = statusOf(exchange) ?? 0;
  const size = answerOf(whole)?.bodyBytes ?? 0;
  if (condition !== undefined) {
    if (status !== 206) return undefined;
    const expected = `200 and the whole content, because If-Range: ${condition} names no version of it`;
    return { code: 'other-version-in-part', where: 'If-Range', expected, actual: 'status 206' };
  }
  // Whoever knows no ranges answers with the whole content (RFC 9110, section 14.2).
  const isIgnored = status === 200 && headerValues(whole, 'Accept-Ranges').some((value) => value.trim().toLowerCase() === 'bytes');
  if (asked.from !== undefined) {
    if (status === 206 && essenceOf(headerValues(exchange, 'Content-Type')[0] ?? '') !== 'multipart/byteranges')
      return judgePart(whole, asked, exchange);
    return isIgnored || status === 416
      ? { code: 'range-not-given', where: 'status', expected: `206 to Range: ${asked.range} of ${size} octets`, actual: `status ${status}` }
      : undefined;
  }
  const unsatisfiable = `416 to Range: ${asked.range} of ${size} octets`;
  if (status === 206 || isIgnored)
    return { code: 'range-behind-the-end', where: 'status', expected: unsatisfiable, actual: `status ${status}` };
  const [field] = status === 416 ? headerValues(exchange, 'Content-Range') : [];
  const [, total] = /^bytes \*\/(\d+)$/iu.exec(field?.trim() ?? '') ?? [];
  return field !== undefined && Number(total) !== size
    ? { code: 'other-size', where: 'Content-Range', expected: `bytes */${size}`, actual: field }
    : undefined;
};

export const rangesServed = defineProbe<Ranged, Result>({
  id: 'headers/ranges-served',
  title: 'A range of a content is exactly that part of it, and none of another version',
  why: 'A download that is continued with the wrong octets, or with those of another version, is a broken file that nobody notices.',
  fix: 'Read the range with both ends included, state it in Content-Range, answer 416 behind the end, and compare If-Range with the ETag first.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'nothing',
  over: rangedReads,
  prerequisites: ({ operation, part }, around) => (part ? filePrerequisites(part, around) : prerequisitesFor(operation, around)),
  cost: ({ part }) => ({ requests: part ? 12 : 7, creates: part ? 1 : 0 }),
  async run({ operation, part }, session) {
    const uploaded = part && (await orSkipped(session.run(uploadedFile, { operation: part.upload.key })));
    const read = uploaded && !isSkipped(uploaded) && part.remove === undefined ? uploaded.read : undefined;
    const known = read ?? (await session.run(plainRead, { operation: operation.key }));
    if (!isSuccess(known)) return { whole: known, tried: [] };
    const fields = new Set(['range', 'if-range', 'if-none-match', 'if-modified-since']);
    const bare = { ...known.request, headers: known.request.headers.filter(([name]) => !fields.has(name.toLowerCase())) };
    const whole = await session.send(bare);
    const tried: Tried[] = [];
    if (!isWhole(whole)) return { whole, tried };
    const [tag = ''] = headerValues(whole, 'ETag');
    const size = answerOf(whole)?.bodyBytes ?? 0;
    const mayBeBehind = describes(operation, 416);
    for (const asked of rangesOf(size).filter(({ from }) => from !== undefined || mayBeBehind)) {
      const headers = [...bare.headers, ['Range', asked.range] as const];
      const faults: readonly Fault[] = asked.from === undefined ? ['value-unusable'] : [];
      tried.push({ asked, exchange: await session.send({ ...bare, headers, faults, madeUp: [...(bare.madeUp ?? []), 'Range'] }) });
      if (asked.from !== 0 || !tag.startsWith('"')) continue;
      const conditional = [...headers, ['If-Range', otherTag] as const];
      const exchange = await session.send({ ...bare, headers: conditional, madeUp: [...(bare.madeUp ?? []), 'Range', 'If-Range'] });
      tried.push({ asked, condition: otherTag, exchange });
    }
    return { whole, tried };
  },
  judge(_read, { whole, tried }) {
    if (tried.length === 0) return inconclusive(`There is no content to take a part of: ${outcomeOf(whole)}`, [whole]);
    for (const one of tried) {
      const broken = judgeTried(whole, one);
      if (broken) return unconfirmed(fail(broken, [one.exchange, whole]));
    }
    const parts = tried.filter(({ exchange }) => [206, 416].includes(statusOf(exchange) ?? 0));
    return parts.length > 0 ? pass(parts.length) : inconclusive('No range was served', [whole, ...tried.map(({ exchange }) => exchange)]);
  },
});
