/** What a run needs of an object storage. Keys are whole; every call ends, by an answer, its limits in time, or the signal with which the store was opened. */
export type ObjectStore = {
  /**
   * A small text.
   * @param mostBytes More is refused.
   * @returns undefined where there is no such object.
   * @throws {UsageError} where it cannot be read.
   */
  read(key: string, mostBytes: number): Promise<string | undefined>;
  /**
   * Writes a small text, unless there is such an object already.
   * @returns false where there is one: then it is left as it is.
   * @throws {UsageError} where it cannot be written.
   */
  create(key: string, text: string): Promise<boolean>;
  /**
   * Uploads a file.
   * @throws {UsageError} where the storage did not take all of it.
   */
  upload(key: string, path: string, bytes: number): Promise<void>;
  /**
   * Downloads an object.
   * @param bytes How many octets there should be, by which its time is limited.
   * @param take Reads all octets. It is called again, with all of them, where an answer broke off; what it throws as a {@link UsageError} is final.
   * @throws {UsageError} where the object is not there or cannot be read.
   */
  download(key: string, bytes: number, take: (body: AsyncIterable<Uint8Array>) => Promise<void>): Promise<void>;
  /**
   * Names of what is directly below a prefix and has something below itself, sorted.
   * @param prefix Without a slash at its end.
   * @throws {UsageError} where it cannot be listed.
   */
  folders(prefix: string): Promise<readonly string[]>;
  close(): void;
};
