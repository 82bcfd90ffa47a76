import type { CredentialName } from '../../../model/request.ts';
import { collectionAt, largestPage } from '../../subjects/collection.ts';
import { defineScenario } from '../../kit/session.ts';
import { sessionAs } from '../../requests/session-as.ts';
import { listInUse } from './offered-styles.ts';
import { type Traversal, listTraversal } from './traversal.ts';

/** Most pages of a traversal: the size of an account is not known. */
const mostPages = 200;

/** A whole list as the account of one credential sees it, in pages as large as the contract allows. */
export const accountTraversal = defineScenario<{ readonly operation: string; readonly credential: CredentialName }, Traversal>({
  id: 'account-walk',
  async run(session, { operation, credential: name }) {
    const collection = collectionAt(session.contract, operation);
    const list = collection && (await listInUse(session, collection));
    return listTraversal.run(sessionAs(session, name), {
      operation,
      style: list?.style,
      query: list ? largestPage(list) : [],
      pages: mostPages,
    });
  },
});
