import { answered, answerText, isMembers } from '../../kit/answering.ts';
import { refuse } from '../../kit/refusing.ts';
import { isCall } from '../../kit/service.ts';
import type { Call, Layer, PlatformDefects } from '../call.ts';
import { basePath } from '../call.ts';
import { isCreation } from './asked.ts';

const refuseMediaType = (status: 400 | 415): never => refuse(status, 'unknown-media-type', 'Unsupported media type');

/** Refuses calls because of their Content-Type. */
const contentTypeRefused =
  (status: 400 | 415, isMeant: (call: Call, type: string) => boolean): Layer =>
  (call, next) =>
    isMeant(call, call.get('Content-Type')) ? refuseMediaType(status) : next();

const isRead = (call: Call): boolean => isCall(call, 'GET /resources/:id');

/** JSON text whose letters from Latin-1 are single bytes. */
const latin1Bytes = (text: string): Buffer =>
  Buffer.concat(Array.from(text, (character) => Buffer.from(character, (character.codePointAt(0) ?? 0) < 0x1_00 ? 'latin1' : 'utf8')));

/** Media types, characters, versions and the connection. */
export const transportDefects: PlatformDefects = {
  'json-body-with-prefix': {
    breaks: 'CPIO-11',
    note: 'A single resource begins with an anti-hijacking prefix before the JSON',
    alsoBreaks: {
      'CPIO-65': 'the body has no id that can be read',
      'CPIO-66': 'the body is not a JSON object with the members of a resource',
      'CPIO-67': 'the body has no updated_at that can be read',
      'CPIO-139': 'the body has no region that can be read',
    },
    around: answered((call) => {
      if (!isRead(call) || call.status !== 200 || !isMembers(call.body)) return;
      answerText(call, 200, 'text', `)]}',\n${JSON.stringify(call.body)}`);
      call.type = 'json';
    }),
  },
  'response-charset-iso-8859-1': {
    breaks: 'CPIO-12',
    note: 'Content-Type has charset=iso-8859-1',
    around: answered((call) => {
      if (isMembers(call.body)) call.set('Content-Type', 'application/json; charset=iso-8859-1');
    }),
  },
  'json-sent-as-text-plain': {
    breaks: 'CPIO-13',
    note: 'JSON bodies have the Content-Type text/plain',
    around: answered((call) => {
      if (isMembers(call.body)) call.set('Content-Type', 'text/plain; charset=utf-8');
    }),
  },
  'json-request-refused-415': {
    breaks: 'CPIO-14',
    note: 'application/json without parameters is answered 415',
    behind: contentTypeRefused(415, (call, type) => isCreation(call) && /^application\/json$/i.test(type)),
  },
  'json-charset-parameter-refused': {
    breaks: 'CPIO-15',
    note: 'application/json with charset=utf-8 is answered 415',
    behind: contentTypeRefused(415, (call, type) => isCreation(call) && /charset/i.test(type)),
  },
  'latin1-bytes-in-body': {
    breaks: 'CPIO-16',
    note: 'A letter such as é in a single resource is sent as one byte',
    around: answered((call) => {
      if (!isRead(call) || call.status !== 200 || !isMembers(call.body)) return;
      call.body = latin1Bytes(JSON.stringify(call.body));
      call.set('Content-Type', 'application/json; charset=utf-8');
    }),
  },
  'version-prefix-ignored': {
    breaks: 'CPIO-18',
    note: 'Every /v<number>/ is served like /v1/',
    around: (call, next) => {
      call.path = call.path.replace(/^\/v\d+\//, `${basePath}/`);
      return next();
    },
  },
  'get-with-content-type-refused': {
    breaks: 'CPIO-21',
    note: 'A GET with Content-Type application/json and no body is answered 400',
    behind: contentTypeRefused(400, (call, type) => call.method === 'GET' && type !== ''),
  },
  'get-without-content-type-refused': {
    breaks: 'CPIO-21',
    note: 'A read of one resource without Content-Type is answered 415',
    behind: contentTypeRefused(415, (call, type) => isRead(call) && type === ''),
  },
  'plain-http-served': { breaks: 'CPIO-32', note: 'http:// answers 200 with data', settings: { plainHttp: { kind: 'serve' } } },
  'plain-http-redirected': {
    breaks: 'CPIO-33',
    note: 'http:// answers 301 to https://',
    settings: { plainHttp: { kind: 'redirect', status: 301 } },
  },
};
