import type { Page } from '@playwright/test';
import type { Role } from '../../server/contract/rights.ts';
import type { Office } from '../support/office.ts';

/** A screen, or one state of it. */
export interface Screen {
  /** Of the file: <name>-<phone|wide>-<light|dark>-<ky|ru>.png. */
  readonly name: string;
  /** Where it is, with a leading slash; the language is added. */
  readonly path: string;
  /** Who is signed in; nobody without it. */
  readonly staff?: Role;
  /** The server has no demonstration reports, and those that states before this one have sent. */
  readonly own?: true;
  /** What the page finds when it opens; the path that is answered takes the place of `path`. */
  readonly before?: (page: Page, office: Office) => Promise<string | void>;
  /** What brings the state about, once the page is there; it ends when the picture can be taken. */
  readonly prepare?: (page: Page) => Promise<void>;
}
