"""Holds answers of the server against the OpenAPI document it serves."""


class OpenApi:
    def __init__(self, document):
        self.document = document

    def operations(self, prefix):
        """Every (method, path pattern) below a prefix."""
        return [(method.upper(), path) for path, methods in self.document["paths"].items()
                if path.startswith(prefix) for method in methods]

    def problems(self, method, pattern, reply):
        """What in the answer differs from what the document promises; empty: nothing."""
        operation = self.document["paths"][pattern][method.lower()]
        promised = operation["responses"].get(str(reply.status))
        if promised is None:
            if reply.status < 400:
                return [f"{reply.status} is not promised"]
            promised = self._at(operation["responses"]["default"]["$ref"])
        content = promised.get("content")
        if content is None:
            return ["a body, and none is promised"] if reply.body else []
        if "application/json" not in content:
            return []
        return list(self._differences(reply.json, content["application/json"]["schema"], "body"))

    def _at(self, reference):
        found = self.document
        for step in reference.removeprefix("#/").split("/"):
            found = found[step]
        return found

    def _differences(self, value, schema, where):
        if "$ref" in schema:
            schema = self._at(schema["$ref"])
        choices = schema.get("anyOf") or schema.get("oneOf")
        if choices:
            if not any(not list(self._differences(value, one, where)) for one in choices):
                yield f"{where}: fits none of the choices"
            return
        if "enum" in schema and value not in schema["enum"]:
            yield f"{where}: {value!r} is not one of {schema['enum']}"
        kind = schema.get("type")
        types = {"object": dict, "array": list, "string": str, "boolean": bool, "integer": int, "number": (int, float),
                 "null": type(None)}
        if kind and (not isinstance(value, types[kind]) or (kind == "integer" and isinstance(value, bool))):
            yield f"{where}: is no {kind}"
        elif kind == "array":
            for index, item in enumerate(value):
                yield from self._differences(item, schema["items"], f"{where}[{index}]")
        elif kind == "object":
            yield from self._of_object(value, schema, where)

    def _of_object(self, value, schema, where):
        for name in schema.get("required", []):
            if name not in value:
                yield f"{where}.{name}: is missing"
        known = schema.get("properties", {})
        for name, item in value.items():
            if name in known:
                yield from self._differences(item, known[name], f"{where}.{name}")
            elif schema.get("additionalProperties") is False:
                yield f"{where}.{name}: is not promised"
