import { answered, answerText } from '../../kit/answering.ts';
import { refuse } from '../../kit/refusing.ts';
import { isCall } from '../../kit/service.ts';
import type { PlatformDefects } from '../call.ts';
import { isCreated, isList } from './answers.ts';

/** Bodies, media types and the connection. */
export const transportDefects: PlatformDefects = {
  'list-body-truncated-json': {
    breaks: 'CPEX-4',
    note: 'The body of the list ends before its last brace',
    alsoBreaks: {
      'CPEX-45': 'a body that cannot be parsed is not an array and contains none',
      'CPEX-55': 'a created project cannot be found in a list that cannot be parsed',
    },
    around: answered((call) => {
      if (!isList(call)) return;
      answerText(call, call.status, 'text', JSON.stringify(call.body).slice(0, -1));
      call.type = 'json';
    }),
  },
  'create-body-with-trailer': {
    breaks: 'CPEX-4',
    note: 'The answer to a creation has a line of text after the JSON',
    alsoBreaks: { 'CPEX-52': 'a body that cannot be parsed is not a JSON object' },
    shownBy: ['CPEX-4', 'lifecycle'],
    around: answered((call) => {
      if (!isCreated(call)) return;
      answerText(call, call.status, 'text', `${JSON.stringify(call.body)}\nCreated.`);
      call.type = 'json';
    }),
  },
  'list-json-as-text-plain': {
    breaks: 'CPEX-5',
    note: 'The list is sent as text/plain',
    around: answered((call) => {
      if (isList(call)) call.set('Content-Type', 'text/plain; charset=utf-8');
    }),
  },
  'create-json-without-content-type': {
    breaks: 'CPEX-5',
    note: 'The answer to a creation has no Content-Type',
    shownBy: ['CPEX-5', 'lifecycle'],
    around: answered((call) => {
      if (isCreated(call)) call.remove('Content-Type');
    }),
  },
  'plain-http-served': {
    breaks: 'CPEX-7',
    note: 'The port without encryption answers with the list',
    settings: { plainHttp: { kind: 'serve' } },
  },
  'certificate-for-other-host': {
    breaks: 'CPEX-8',
    note: 'The certificate names another host',
    shownBy: ['CPEX-8'],
    options: { tls: { forHost: 'elsewhere.example' } },
  },
  'certificate-expired': {
    breaks: 'CPEX-8',
    note: 'The certificate was valid until yesterday',
    shownBy: ['CPEX-8'],
    options: { tls: { expired: true } },
  },
  'protocol-tls-1-1': {
    breaks: 'CPEX-8',
    note: 'No version newer than TLS 1.1 is accepted',
    shownBy: ['CPEX-8'],
    options: { tls: { newest: 'TLSv1.1' } },
  },
  'content-type-on-get-refused': {
    breaks: 'CPEX-22',
    note: 'GET /projects with a Content-Type and no body is answered 400',
    behind: (call, next) =>
      isCall(call, 'GET /projects') && call.get('Content-Type') !== ''
        ? refuse(400, 'unknown-media-type', 'A GET has no body to be of a type')
        : next(),
  },
  'accept-json-refused': {
    breaks: 'CPEX-22',
    note: 'GET /projects with Accept: application/json is answered 406',
    behind: (call, next) =>
      isCall(call, 'GET /projects') && call.get('Accept') === 'application/json'
        ? refuse(406, 'not-acceptable', 'No such representation')
        : next(),
  },
};
