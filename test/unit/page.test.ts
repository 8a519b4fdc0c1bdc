import { expect, test } from 'vitest';
import { pageWith, sparingData, titled } from '../../server/plugins/static.ts';

const TEMPLATE = '<html><head><title>x</title></head><body><div id="app"></div></body></html>';

/** The data of a page as a browser reads it: up to the first end of the element, whatever stands there. */
function dataOf(html: string): unknown {
  const [, text] = /<script type="application\/json" id="first-answers">([\s\S]*?)<\/script/i.exec(html)!;
  return JSON.parse(text!);
}

test('no name of an area can break out of the data in the page', () => {
  const answers = { '/api/areas': ['</script><script>alert(1)</script>', '<!--<script>', "$& $' $1", 'ң ө ү'] };
  const html = pageWith(TEMPLATE, JSON.stringify(answers));
  expect(dataOf(html)).toEqual(answers);
  expect(html.match(/<script/g)).toHaveLength(1);
  expect(html.endsWith('</script></body></html>')).toBe(true);
});

test('a page bears the name that the site was given, whatever letters it has', () => {
  expect(titled(TEMPLATE, null)).toBe(TEMPLATE);
  const html = titled(TEMPLATE, 'Ош & </title><script>alert(1)</script> $&');
  expect(html).toContain('<title>Ош &amp; &lt;/title>&lt;script>alert(1)&lt;/script> $&amp;</title>');
  expect(html).not.toContain('<script');
});

test('a page for somebody who spares data says so at its very beginning', () => {
  expect(sparingData(TEMPLATE)).toMatch(/^<html data-save-data><head>/);
});
