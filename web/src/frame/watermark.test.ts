import { expect, it } from 'vitest';
import { watermarkOf } from './watermark';

it('a watermark names who looks, whatever the name is made of (B14)', () => {
  const tile = decodeURIComponent(watermarkOf(['王芳 10001', '<script>"&']));
  expect(tile).toContain('王芳 10001');
  expect(tile).not.toContain('<script>');
  expect(watermarkOf(['")url(x'])).not.toContain('")url');
});
