import { isDeepStrictEqual } from 'node:util';
import { tellsOfStaying } from '../../../contract/infer/told-gone.ts';
import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { saidOfSuccess } from '../../../contract/said.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass, type ProbePrerequisite, type Surroundings, unconfirmed } from '../../kit/define.ts';
import { prerequisitesOnOwn } from '../../kit/prerequisites.ts';
import { isCached } from '../../scenarios/lifecycle/look-at-resource.ts';
import { shownBy, type StoredAndRemoved, storedUpload } from '../../scenarios/lifecycle/stored-upload.ts';
import { keepsFile } from '../../subjects/file-parts.ts';
import { changesOf } from '../../subjects/same-file.ts';
import { bringsBack, type StoredUpload, storedUploads } from '../../subjects/stored-uploads.ts';

const operationsOf = ({ download, read, remove }: StoredUpload): readonly Operation[] =>
  [download, read, remove].flatMap((one) => one ?? []);

const prerequisites = (upload: StoredUpload, around: Surroundings): ProbePrerequisite[] =>
  prerequisitesOnOwn(upload.create, operationsOf(upload), around);

const shared = {
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  prerequisites,
  cost: () => ({ requests: 32, creates: 5 }),
} as const;

export const uploadReadBack = defineProbe<StoredUpload, StoredAndRemoved>({
  id: 'lifecycle/upload-read-back',
  title: 'A file that was uploaded under an id of its own is downloaded octet by octet as it was uploaded',
  why: 'A picture that went through a conversion of texts is broken for good, and who uploaded it has deleted the original.',
  fix: 'Handle the file as octets from the request to the answer, and store the media type beside it.',
  ...shared,
  over: (contract) => storedUploads(contract).filter(({ download }) => download !== undefined),
  run: ({ create }, session) => session.run(storedUpload, { operation: create.key }),
  judge({ create, download }, { creation, file, before, text }, { contract }) {
    const read = before?.download;
    if (!read || !download || !file) return inconclusive(`The upload was answered ${outcomeOf(creation)}`, [creation]);
    if (statusOf(read) !== 200 || isCached(read)) return inconclusive(`The download was answered ${outcomeOf(read)}`, [read, creation]);
    const isKept = keepsFile(contract, { read: download, upload: create });
    const [changed] = changesOf(file, read, isKept);
    if (changed) return unconfirmed(fail(changed, [read, creation]));
    const isRead = text !== undefined && statusOf(text.download) === 200 && !isCached(text.download);
    const [tidied] = isRead ? changesOf(text.file, text.download, isKept) : [];
    return tidied ? unconfirmed(fail(tidied, [text?.download ?? read, text?.creation ?? creation])) : pass(isRead ? 2 : 1);
  },
});

/** Do the texts around an upload say that what is removed is put away, goes later, or can come back. */
const staysAwhile = (contract: Contract, upload: StoredUpload): boolean =>
  bringsBack(contract, upload) ||
  [...operationsOf(upload), ...(upload.list ? [upload.list.operation] : [])].some((one) =>
    saidOfSuccess(contract.document, one).some(tellsOfStaying),
  );

export const removedUploadGone = defineProbe<StoredUpload, StoredAndRemoved>({
  id: 'lifecycle/removed-upload-gone',
  title: 'A file that was uploaded under an id of its own is no longer downloaded, read or listed once it is removed',
  why: 'Who removes a file that was sent to the wrong person believes that nobody can open it any more.',
  fix: 'Remove the octets and the record in the same transaction, also from the list.',
  ...shared,
  over: (contract) =>
    storedUploads(contract).filter(
      (upload) =>
        upload.remove !== undefined && [upload.download, upload.read, upload.list].some(Boolean) && !staysAwhile(contract, upload),
    ),
  run: ({ create }, session) => session.run(storedUpload, { operation: create.key }),
  judge({ remove }, { creation, id = '', before, removal, after }) {
    if (!before || !removal || !remove) return inconclusive(`The upload was answered ${outcomeOf(creation)}`, [creation]);
    if (!after) return inconclusive(`The removal was answered ${outcomeOf(removal)}`, [removal, creation]);
    const said = `after ${remove.key} was answered ${outcomeOf(removal)}`;
    const isShown = (one: Exchange | undefined): one is Exchange => one !== undefined && isSuccess(one) && !isCached(one);
    if (isShown(before.download) && isShown(after.download)) {
      const finding = { code: 'removed-file-shown', where: 'status', expected: `404 or 410 to the download ${said}` };
      return unconfirmed(fail({ ...finding, actual: outcomeOf(after.download) }, [after.download, removal, creation]));
    }
    const { list } = after;
    // A server may keep a record of what it removed, as long as that can be told from the others.
    const isSame = (word: 'read' | 'list'): boolean =>
      shownBy(after[word]) !== undefined && isDeepStrictEqual(shownBy(before[word]), shownBy(after[word]));
    if (isSame('list') && list && !isCached(list.exchange)) {
      const finding = { code: 'removed-file-listed', where: 'list', expected: `no item ${id} ${said}`, actual: 'the item is still there' };
      return unconfirmed(fail(finding, [list.exchange, removal, creation]));
    }
    if (isSame('read') && isShown(after.read) && list?.kind !== 'absent') {
      const finding = { code: 'removed-file-read', where: 'status', expected: `404 or 410 to the read ${said}` };
      return unconfirmed(fail({ ...finding, actual: outcomeOf(after.read) }, [after.read, removal, creation]));
    }
    const gone = [after.download, after.read].filter((one) => one !== undefined && [404, 410].includes(statusOf(one) ?? 0));
    const unlisted = before.list?.kind === 'item' && list?.kind === 'absent' ? 1 : 0;
    return gone.length + unlisted > 0 ? pass(gone.length + unlisted) : inconclusive('Nothing shows that it is gone', [removal, creation]);
  },
});
