"""The operations of the Chat App API, one module a resource."""
