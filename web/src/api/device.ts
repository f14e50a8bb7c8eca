import { request } from './client';

export interface IceServer {
  urls: string[];
  username?: string;
  credential?: string;
}

/** The person's telephone, and how a page becomes it. */
export interface Device {
  kind: 'web' | 'sip' | 'analog';
  extension: string;
  uri: string;
  display_name: string;
  socket_path: string;
  ice_servers: IceServer[];
  relay_only: boolean;
}

export const fetchDevice = (): Promise<Device> => request('GET', '/api/v1/me/device');
