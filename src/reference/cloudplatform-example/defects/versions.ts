import { answered, statusChanged } from '../../kit/answering.ts';
import { answerErrorResponse } from '../../kit/refusing.ts';
import { ErrorResponse } from '../../kit/error-response.ts';
import type { Layer, PlatformDefects } from '../call.ts';
import { basePath } from '../call.ts';
import { isList } from './answers.ts';

const servedToo = (version: RegExp): Layer => {
  return (call, next) => {
    call.path = call.path.replace(version, `${basePath}/`);
    return next();
  };
};

/** Paths and the version in them. */
export const versionDefects: PlatformDefects = {
  'unknown-path-is-400': {
    breaks: 'CPEX-3',
    note: 'A path that does not exist is answered 400',
    shownBy: ['CPEX-3', 'versioning'],
    around: statusChanged('unknown-path', 400),
  },
  'any-version-segment-served': {
    breaks: 'CPEX-3',
    note: 'Every version in the path is served like v1',
    shownBy: ['CPEX-3', 'versioning'],
    around: servedToo(/^\/v\d+\//),
  },
  'v1-redirects-to-other-version': {
    breaks: 'CPEX-12',
    note: 'GET /v1/projects redirects to /v2/projects, which is served',
    around: async (call, next) => {
      const isOld = call.path.startsWith(`${basePath}/`);
      await servedToo(/^\/v2\//)(call, next);
      if (!isOld || !isList(call)) return;
      call.redirect('/v2/projects');
      call.status = 308;
      call.body = '';
    },
  },
  'v1-gone': {
    breaks: 'CPEX-12',
    note: 'GET /v1/projects is answered 410',
    around: answered((call) => {
      if (isList(call)) answerErrorResponse(call, new ErrorResponse(410, 'unknown-path', 'This version has ended'));
    }),
  },
};
