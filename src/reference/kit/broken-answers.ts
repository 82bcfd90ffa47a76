import { answered, answerText, webPage } from './answering.ts';
import type { BaseState, Call, Layer } from './call.ts';

/** Ways to break answers that are a defect at more than one vendor. Each takes a test of the call that is to be broken. */
type IsMeant<State> = (call: Call<State>) => boolean;

/** An HTML page in place of the body, with the status as it was. */
export const asWebPage = <State>(isMeant: IsMeant<State>): Layer<State> =>
  answered((call) => {
    if (isMeant(call)) answerText(call, call.status, 'html', webPage);
  });

/** Neither a body nor a media type. */
export const withoutBody = <State>(isMeant: IsMeant<State>): Layer<State> =>
  answered((call) => {
    if (!isMeant(call)) return;
    call.body = '';
    call.remove('Content-Type');
  });

/** A redirect to a page for people who log in, in place of a refusal for a missing key. */
export const redirectedToLogin = <State extends BaseState>(basePath: string): Layer<State> =>
  answered((call) => {
    if (call.state.errorResponse?.reason !== 'missing-key') return;
    call.remove('WWW-Authenticate');
    call.redirect(`${basePath}/login`);
    call.body = '';
  });
