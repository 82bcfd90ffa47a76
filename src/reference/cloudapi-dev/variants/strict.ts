import { bodyRules } from '../../kit/json-object.ts';
import { punctuatedCursor } from '../../kit/cursor.ts';
import { momentOf } from '../../kit/filters.ts';
import { refuse } from '../../kit/refusing.ts';
import type { DevVariant, Layer } from '../call.ts';
import { standardSettings } from '../settings.ts';

const refusingForms: Layer = (call, next) => {
  const version = call.get('X-Api-Version');
  if (version !== '' && momentOf(version) === undefined) refuse(400, 'version', 'X-Api-Version is no date');
  const isBodyless = call.state.body === undefined || call.state.body.kind === 'empty';
  if (!isBodyless && !/^application\/json\s*(;|$)/i.test(call.get('Content-Type'))) refuse(415, 'media-type', 'Send JSON');
  return next();
};

/** Refuses wherever the document leaves a choice between refusing and ignoring. */
export const strict: DevVariant = {
  title: 'Refuses what it could ignore',
  settings: {
    scheme: 'exact',
    challenge: 'Bearer realm="cloud"',
    permission: 'last',
    unknownMethod: 404,
    page: { default: 10, maximum: 100, above: 'refused', zero: 'refused' },
    cursor: punctuatedCursor,
    unknownCursor: 422,
    unknownParameter: 'refused',
    createdAfter: 'behind-day',
    bodyRules: bodyRules(400),
    isName: (name) => /^[\u0020-\u007E]{1,36}$/.test(name) && name.trim() === name,
    names: 'unique',
    isCommit: (commit) => /^[0-9a-f]{7,40}$/.test(commit),
    plainHttp: { kind: 'close' },
    rateHeaders: { ...standardSettings.rateHeaders, resetForm: 'http-date', retryAfter: 'http-date' },
  },
  behind: refusingForms,
};
