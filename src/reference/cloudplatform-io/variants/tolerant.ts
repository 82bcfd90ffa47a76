import { layered } from '../../kit/answering.ts';
import { authenticated, parameter, presentation, queryAsked } from '../../kit/asking.ts';
import { readBody } from '../../kit/request-body.ts';
import { isCall } from '../../kit/service.ts';
import type { Call, Layer, PlatformVariant, State } from '../call.ts';
import { basePath } from '../call.ts';

const ownKey = ({ state }: Call): string => state.service.keys.secrets['key'] ?? '';

/** Accepts a key without the word Bearer. */
const bareKeyAccepted = authenticated<State>(
  (call) => call.state.service.keys.holderOf(call.get('Authorization')) !== undefined,
  (call) => call.get('Authorization'),
);

const anyCaseAccepted = authenticated<State>((call) => {
  const presented = presentation(call);
  return presented.kind === 'key' && presented.key !== ownKey(call) && presented.key.toLowerCase() === ownKey(call).toLowerCase();
}, ownKey);

const nextVersionServed: Layer = async (call, next) => {
  call.path = call.path.replace(/^\/v2\//, `${basePath}/`);
  await next();
  call.set('Deprecation', '@1798761600');
};

const lastComma = /,(?=\s*[}\]])/g;
const bareMember = /(?<=[{,]\s*)([A-Za-z_]\w*)(?=\s*:)/g;

/** Reads JSON with trailing commas, or with members without quotes. */
const tolerantJson: Layer = async (call, next) => {
  if (isCall(call, 'POST /resources')) {
    const text = (await readBody(call.req))?.toString('utf8') ?? '';
    const mended = /^\s*\{.*\}\s*$/s.test(text) && !isJson(text) ? text.replace(lastComma, '').replace(bareMember, '"$1"') : text;
    // A layer further inside reads the bytes again.
    Object.defineProperty(call.req, Symbol.asyncIterator, { value: () => [Buffer.from(mended)].values() });
  }
  await next();
};

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

const numbers = ['page', 'per_page', 'limit'] as const;

/** Numbers below 1 count as absent. */
const smallNumbersIgnored = queryAsked<State>((call) => {
  const small = numbers.filter((name) => /^(-\d+|0+)$/.test(parameter(call, name) ?? ''));
  return small.length === 0 ? undefined : Object.fromEntries(small.map((name) => [name, undefined]));
});

/** Ignores wherever the document leaves a choice between refusing and ignoring. */
export const tolerant: PlatformVariant = {
  title: 'Ignores what it could refuse, and serves the next version too',
  deviations: {
    'CPIO-30': 'a key without the word Bearer is accepted',
    'CPIO-36': 'keys are compared without regard to letter case',
    'CPIO-80': 'a name that is a number or a boolean is converted to a string',
  },
  settings: {
    unknownMethod: 404,
    emptyParameter: 'absent',
    name: { minimum: 0, maximum: 1_000_000, isConverted: true },
    sameName: 'first',
    sandboxDates: 'old',
    rateHeaders: {
      limit: 'X-RateLimit-Limit',
      remaining: 'X-RateLimit-Remaining',
      resetForm: 'epoch',
      isSentOn: () => true,
      retryAfter: 'seconds',
    },
  },
  around: layered(bareKeyAccepted, anyCaseAccepted, nextVersionServed, tolerantJson),
  behind: smallNumbersIgnored,
};
