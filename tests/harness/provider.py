"""A second call centre as the carrier of the first: what a trunk between two switches is shown with."""
from harness.api import Api
from harness.phone import Phone
from harness.ports import free_ports
from harness.server import Server
from harness.site import ADMIN, Site

CUSTOMER_EXTENSION = "8601"  # a customer of the provider, with a telephone there
LINE, LINE_SECRET = "8701", "line-secret-8701"  # the account that a register trunk signs in with


def line_site():
    """A company with one telephone for a customer, and one account for a switch that registers."""
    return (Site("carrier").agent(1, extension=CUSTOMER_EXTENSION, extension_secret="secret-customer")
            .agent(2, extension=LINE, extension_secret=LINE_SECRET))


class Provider:
    """Owner: a test. The address is known before the server runs, so that the other's site can name it."""

    def __init__(self, ip="127.0.0.5"):
        self.address = (ip, free_ports(2))
        self.tls_address = (ip, self.address[1] + 1)
        self.server, self.api, self.phones = None, None, []

    def serve(self, site, options=()):
        """Applies the site and starts; again after stop() with the same data."""
        if self.server is None:
            host, port = self.address
            self.server = Server(site, options=["--sip", f"{host}:{port}", *options])
            try:
                self.server.__enter__()
            except BaseException:
                self.server.close()
                raise
        else:
            self.server.start()
        self.api = Api.sign_in(self.server, ADMIN["account"], ADMIN["password"], tenant="carrier")
        return self

    def stop(self):
        for phone in self.phones:
            phone.close()
        self.phones.clear()
        self.server.stop()

    def customer(self):
        """The customer's telephone, registered at the provider."""
        phone = Phone(self.server.sip, CUSTOMER_EXTENSION, "secret-customer", domain="carrier")
        self.phones.append(phone)
        answer = phone.register()
        assert answer.status == 200, answer
        return phone

    def requests(self, method):
        """How many requests of this method have reached the provider since it runs."""
        name = f'yinghe_sip_requests_total{{method="{method}"}}'
        for line in self.api.get("/metrics").body.decode().splitlines():
            if line.startswith(name):
                return int(float(line.rsplit(" ", 1)[1]))
        return 0

    def close(self):
        for phone in self.phones:
            phone.close()
        if self.server is not None:
            self.server.close()
