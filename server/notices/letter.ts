import { createHmac } from 'node:crypto';
import type { MailConfig } from '../config.ts';
import type { Words } from '../catalog/words.ts';
import { statusName } from '../exports/rules.ts';
import type { PushedNotice } from '../contract/notices.ts';
import { noticeToken, type Follower, type News } from './rules.ts';

/** A letter as it leaves: plain text, no pictures, nothing that tells whether it was read. */
export interface Letter {
  subject: string;
  text: string;
  messageId: string;
  headers: Record<string, string>;
}

/** The one sentence: the report's number and what happened, in the words of the public page. Never more of the report. */
export function sentenceOf({ code, language }: Pick<Follower, 'code' | 'language'>, news: News, words: Words): string {
  switch (news.kind) {
    case 'confirmation':
      return words('notice_confirm_ask', { code });
    case 'question':
      return words('notice_question', { code });
    case 'reply':
      return words('notice_reply', { code });
    case 'merged':
      return words('notice_merged', { code });
    case 'status':
      return words('notice_status', { code, status: statusName(news.status, language) });
  }
}

/**
 * The letter that says some news. The link to the report holds its code alone, as on the poster of a street; the one that ends
 * it ends this one wish and shows nothing. Sent again it has the same Message-ID, so that a mailbox can tell.
 */
export function letterOf(
  follower: Follower,
  news: News,
  words: Words,
  { publicUrl }: Pick<MailConfig, 'publicUrl'>,
  secretKey: string,
): Letter {
  const { id, code, language, notices } = follower;
  const page = (purpose: 'confirm' | 'stop') =>
    `${publicUrl}/plain/notice?token=${noticeToken(secretKey, purpose, id)}&lang=${language}`;
  const asks = news.kind === 'confirmation';
  const newest = Math.max(...notices.map((notice) => notice.id));
  const mark = createHmac('sha256', secretKey).update(`letter:${id}:${newest}`).digest('hex').slice(0, 32);
  return {
    subject: `${words('app_name')}: ${words('report_number', { code })}`,
    text: [
      sentenceOf(follower, news, words),
      asks ? page('confirm') : `${publicUrl}/r/${code}`,
      ...(asks ? [words('notice_confirm_else')] : [`${words('notice_stop')}: ${page('stop')}`]),
      '',
    ].join('\n\n'),
    messageId: `<${mark}@${new URL(publicUrl).hostname}>`,
    headers: {
      // RFC 3834: nobody's absence is to be told to a programme.
      'Auto-Submitted': 'auto-generated',
      // RFC 2369 and RFC 8058: the button of the mail programme, one press, no page.
      'List-Unsubscribe': `<${page('stop')}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    },
  };
}

/** What the phone is told: encrypted for it, so that its push service reads nothing of it. */
export function messageOf(follower: Follower, news: News, words: Words): PushedNotice {
  const { code, language } = follower;
  return { title: words('app_name'), body: sentenceOf(follower, news, words), code, language };
}
