import { describe, expect, it } from 'vitest';
import { popupAddress, type PopupValues } from './popup_address';

const values: PopupValues = {
  number: '138****0001',
  customer_name: '陈女士 & Co/?#',
  called: '4008001234',
  direction: 'inbound',
  queue: '600',
  queue_name: '销售',
  call: '42',
  agent: '10001',
  agent_name: '王丽',
  extension: '8001',
};

// R068
describe('the address of a popup', () => {
  it('holds what is known of the call, and nothing of it is read as address', () => {
    expect(popupAddress('https://crm.example.com/in?tel={number}&name={customer_name}&q={queue}', values)).toBe(
      'https://crm.example.com/in?tel=138****0001&name=%E9%99%88%E5%A5%B3%E5%A3%AB%20%26%20Co%2F%3F%23&q=600',
    );
    expect(popupAddress('https://crm.example.com/{call}/{nothing}', values)).toBe(
      'https://crm.example.com/42/%7Bnothing%7D',
    );
  });

  it('leads to pages of the named host only', () => {
    for (const template of [
      '',
      'javascript:alert({number})',
      'data:text/html,{number}',
      'file:///etc/passwd',
      'crm.example.com/{number}',
      'https://{customer_name}/x',
      'https://u:p@crm.example.com/',
    ]) {
      expect(popupAddress(template, { ...values, customer_name: 'evil.example' }), template).toBeNull();
    }
    expect(popupAddress('https://crm.example.com{customer_name}', { ...values, customer_name: '.evil.example' })).toBe(
      null,
    );
  });
});
