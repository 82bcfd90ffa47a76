import { z } from 'zod';
import { readObject } from '../kit/json-object.ts';
import { permit } from '../kit/key-access.ts';
import { refuse } from '../kit/refusing.ts';
import { timeText } from '../kit/time-form.ts';
import type { Call, Layer } from './call.ts';
import { answer } from './call.ts';
import { projectScope } from './issued-scope.ts';
import { refuseJsonless } from './media-type.ts';
import { visibleProject } from './projects.ts';
import type { IssuedKey, Settings } from './settings.ts';

/** Makes a key for a project of the call's account. */
const issue = ({ state: { service, account } }: Call, projectId: string, settings: Settings): IssuedKey => {
  const nowMs = Date.now();
  const scopes = ['read', 'write', ...(settings.issuedSees === 'project' ? [projectScope(projectId)] : [])];
  const { name, secret } = service.keys.issue(settings.keyForm, { accounts: { live: account }, scopes });
  account.issued.set(secret, nowMs + settings.issuedWorksAfterMs);
  return { id: name.replace('issued-', 'key_'), secret, projectId, createdAt: timeText(nowMs, settings.time) };
};

/** POST /keys. */
export const issueKey = (settings: Settings): Layer => {
  const project = z.string().min(1);
  const schema = z.object({ [settings.keyProject]: project });
  return (call) => {
    permit(call, 'first');
    refuseJsonless(call);
    const id = readObject(schema, call.state.body, settings.faults)[settings.keyProject] ?? '';
    permit(call, 'last');
    if (visibleProject(call, id) === undefined && settings.unknownProject.keys === 'refused') {
      refuse(404, 'unknown-project', 'No such project');
    }
    answer(call, settings.createdStatus, settings.issuedBody(issue(call, id, settings)));
  };
};
