import { answered, answerText, webPage } from './answering.ts';
import type { BaseState, Call, Layer } from './call.ts';

/** Ways to break answers that are a defect at more than one vendor. Each takes a predicate that picks the calls to break. */
type IsMeant<State> = (call: Call<State>) => boolean;

/** Sends an HTML page as the body and keeps the status. */
export const asWebPage = <State>(isMeant: IsMeant<State>): Layer<State> =>
  answered((call) => {
    if (isMeant(call)) answerText(call, call.status, 'html', webPage);
  });

/** Sends neither a body nor a media type. */
export const withoutBody = <State>(isMeant: IsMeant<State>): Layer<State> =>
  answered((call) => {
    if (!isMeant(call)) return;
    call.body = '';
    call.remove('Content-Type');
  });

/** Redirects to a login page instead of sending the error response for a missing key. */
export const redirectedToLogin = <State extends BaseState>(basePath: string): Layer<State> =>
  answered((call) => {
    if (call.state.errorResponse?.reason !== 'missing-key') return;
    call.remove('WWW-Authenticate');
    call.redirect(`${basePath}/login`);
    call.body = '';
  });
